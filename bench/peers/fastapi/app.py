"""FastAPI behind Mangum, with the lean handler's two calls: its framework is the only difference."""

import base64
import hashlib
import hmac
import os

import boto3
from botocore.exceptions import ClientError
from fastapi import FastAPI, HTTPException, Request
from mangum import Mangum
from pydantic import BaseModel

app = FastAPI()
dynamodb = boto3.client("dynamodb")


class Line(BaseModel):
    """A line of a return."""

    sku: str
    quantity: int


class Data(BaseModel, extra="allow"):
    """The data of an event."""

    order_number: str
    return_id: str
    lines: list[Line] = []


class Event(BaseModel):
    """An event of a marketplace."""

    type: str
    timestamp: str
    data: Data


@app.post("/webhooks/{connection}")
async def receive(connection: str, request: Request):
    """Receive one delivery."""
    body = await request.body()
    if not is_authentic(request.headers, body):
        raise HTTPException(status_code=401, detail="the signature is wrong")
    event = Event.model_validate_json(body)
    if not remember(f"{connection}#{request.headers['webhook-id']}"):
        return {"status": "duplicate"}
    change_case(event.type, event.data, body)
    return {"status": "accepted"}


def remember(delivery_id):
    """Remember a delivery. Return False if it was there before."""
    try:
        dynamodb.put_item(
            TableName=os.environ["DELIVERIES_TABLE"],
            Item={"id": {"S": delivery_id}},
            ConditionExpression="attribute_not_exists(id)",
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        return False
    return True


def change_case(kind, data, body):
    """Write the event into the case. A stream would tell whoever else has to know."""
    dynamodb.update_item(
        TableName=os.environ["CASES_TABLE"],
        Key={"order_number": {"S": data.order_number}, "return_id": {"S": data.return_id}},
        UpdateExpression="SET #event = :body",
        ExpressionAttributeNames={"#event": kind},
        ExpressionAttributeValues={":body": {"S": body.decode()}},
    )


def is_authentic(headers, body):
    """Check the signature of Standard Webhooks."""
    secret = base64.b64decode(os.environ["WEBHOOK_SECRET"].removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
    return hmac.compare_digest(headers["webhook-signature"], f"v1,{expected}")


handler = Mangum(app, lifespan="off")

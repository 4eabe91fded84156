"""A lean handler: one conditional put remembers the delivery, and one update changes the case."""

import base64
import hashlib
import hmac
import os

import boto3
from botocore.exceptions import ClientError
from chalice import Chalice, UnauthorizedError

app = Chalice(app_name="lean")
dynamodb = boto3.client("dynamodb")


@app.route("/webhooks/{connection}", methods=["POST"])
def receive(connection):
    """Receive one delivery."""
    request = app.current_request
    if not is_authentic(request.headers, request.raw_body):
        raise UnauthorizedError("the signature is wrong")
    if not remember(f"{connection}#{request.headers['webhook-id']}"):
        return {"status": "duplicate"}
    change_case(request.json_body, request.raw_body)
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


def change_case(event, body):
    """Write the event into the case. A stream would tell whoever else has to know."""
    data = event["data"]
    dynamodb.update_item(
        TableName=os.environ["CASES_TABLE"],
        Key={"order_number": {"S": data["order_number"]}, "return_id": {"S": data["return_id"]}},
        UpdateExpression="SET #event = :body",
        ExpressionAttributeNames={"#event": event["type"]},
        ExpressionAttributeValues={":body": {"S": body.decode()}},
    )


def is_authentic(headers, body):
    """Check the signature of Standard Webhooks."""
    secret = base64.b64decode(os.environ["WEBHOOK_SECRET"].removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
    return hmac.compare_digest(headers["webhook-signature"], f"v1,{expected}")

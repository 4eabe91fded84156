"""Powertools as its documents show it: its resolver, its parser, and its idempotency around the textbook's work."""

import base64
import hashlib
import hmac
import json
import os

import boto3
from aws_lambda_powertools.event_handler import APIGatewayRestResolver
from aws_lambda_powertools.event_handler.exceptions import UnauthorizedError
from aws_lambda_powertools.utilities.idempotency import (
    DynamoDBPersistenceLayer,
    IdempotencyConfig,
    idempotent_function,
)
from aws_lambda_powertools.utilities.parser import BaseModel, parse

app = APIGatewayRestResolver()
cases = boto3.resource("dynamodb").Table(os.environ["CASES_TABLE"])
sqs = boto3.client("sqs")
config = IdempotencyConfig(event_key_jmespath="id")
persistence = DynamoDBPersistenceLayer(table_name=os.environ["DELIVERIES_TABLE"])


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


@app.post("/webhooks/<connection>")
def receive(connection: str):
    """Receive one delivery. A forged one never comes to the idempotency."""
    headers = {name.lower(): value for name, value in app.current_event.headers.items()}
    body = app.current_event.body
    if not is_authentic(headers, body.encode()):
        raise UnauthorizedError("the signature is wrong")
    change_case(delivery={"id": f"{connection}#{headers['webhook-id']}", "body": body})
    return {"status": "accepted"}


@idempotent_function(data_keyword_argument="delivery", config=config, persistence_store=persistence)
def change_case(delivery: dict):
    """Read the case, change it, write it back, and send a message."""
    event = parse(delivery["body"], model=Event)
    key = {"order_number": event.data.order_number, "return_id": event.data.return_id}
    case = cases.get_item(Key=key).get("Item", key)
    case[event.type] = event.data.model_dump()
    cases.put_item(Item=case)
    sqs.send_message(QueueUrl=os.environ["QUEUE_URL"], MessageBody=json.dumps(key))


def handler(event, context):
    """Handle an event of API Gateway."""
    config.register_lambda_context(context)
    return app.resolve(event, context)


def is_authentic(headers, body):
    """Check the signature of Standard Webhooks."""
    secret = base64.b64decode(os.environ["WEBHOOK_SECRET"].removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
    return hmac.compare_digest(headers["webhook-signature"], f"v1,{expected}")

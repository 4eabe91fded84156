"""The handler that tutorials write: look, remember, read, change, write back, send, remember."""

import base64
import hashlib
import hmac
import json
import os

import boto3
from chalice import Chalice, UnauthorizedError

app = Chalice(app_name="textbook")
dynamodb = boto3.resource("dynamodb")
deliveries = dynamodb.Table(os.environ["DELIVERIES_TABLE"])
cases = dynamodb.Table(os.environ["CASES_TABLE"])
sqs = boto3.client("sqs")


@app.route("/webhooks/{connection}", methods=["POST"])
def receive(connection):
    """Receive one delivery."""
    request = app.current_request
    if not is_authentic(request.headers, request.raw_body):
        raise UnauthorizedError("the signature is wrong")
    delivery = {"id": f"{connection}#{request.headers['webhook-id']}"}
    if "Item" in deliveries.get_item(Key=delivery):
        return {"status": "duplicate"}
    deliveries.put_item(Item=delivery | {"status": "processing"})
    change_case(request.json_body)
    deliveries.put_item(Item=delivery | {"status": "done"})
    return {"status": "accepted"}


def change_case(event):
    """Read the case, change it, write it back, and send a message."""
    data = event["data"]
    key = {"order_number": data["order_number"], "return_id": data["return_id"]}
    case = cases.get_item(Key=key).get("Item", key)
    case[event["type"]] = data
    cases.put_item(Item=case)
    sqs.send_message(QueueUrl=os.environ["QUEUE_URL"], MessageBody=json.dumps(key))


def is_authentic(headers, body):
    """Check the signature of Standard Webhooks."""
    secret = base64.b64decode(os.environ["WEBHOOK_SECRET"].removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
    return hmac.compare_digest(headers["webhook-signature"], f"v1,{expected}")

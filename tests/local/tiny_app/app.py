"""Every handler leaves a row that says it was called.

There is a route of each kind.
"""

import json
import os

import boto3
from chalice.app import Chalice, Rate, Response

app = Chalice(app_name="tiny", configure_logs=False)


def leave(sk, said):
    item = {"PK": {"S": "SEEN"}, "SK": {"S": sk}, "said": {"S": said}}
    boto3.client("dynamodb").put_item(TableName=os.environ["RECOURSE_TABLE"], Item=item)


@app.route("/health")
def health():
    return {"ok": True}


@app.route("/echo/{name}", methods=["POST", "PUT"], content_types=["*/*"])
def echo(name):
    event = app.current_request.to_dict() | {"raw": (app.current_request.raw_body or b"").hex(), "name": name}
    original = app.current_request.to_original_event()
    return Response(
        body=json.dumps({"name": name, "raw": event["raw"], "event": original}),
        headers={"X-Twice": ["a", "b"], "Content-Type": "application/json"},
        status_code=201,
    )


@app.route("/echo/fixed", methods=["POST"], content_types=["*/*"])
def fixed():
    return {"fixed": True}


@app.route("/me/{name}")
def me(name):
    before = app.current_request.uri_params["name"]
    for _ in range(200):
        assert app.current_request.uri_params["name"] == before == name
    return {"name": name}


@app.on_dynamodb_record(stream_arn="arn:aws:dynamodb:us-east-1:000000000000:table/override-me/stream/x")
def project(event):
    for record in event:
        leave(f"project {record.keys['SK']['S']}", record.new_image["said"]["S"])


@app.on_sqs_message(queue_arn="arn:aws:sqs:us-east-1:000000000000:override-me.fifo")
def mediate(event):
    for record in event:
        leave(f"mediate {record.body}", record.to_dict()["messageId"])


@app.on_cw_event({"source": ["aws.s3"], "detail-type": ["Object Created"]})
def inspect_upload(event):
    leave(f"inspect_upload {event.detail['object']['key']}", json.dumps(event.detail))


@app.schedule(Rate(1, unit=Rate.MINUTES))
def expire_deadlines(event):
    leave("expire_deadlines", event.time)

"""A mediation desk of your own: `DESK=off make run`, then `.venv/bin/python docs/example_desk.py .local/stack.json`.

It files only what still stands, checks every file against the manifest, and deletes a message when all of that is done:
killed anywhere it is handed the message again. Use the effect id as the key wherever you file.
"""

import hashlib
import json
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3

Json = dict[str, Any]


def work(connection: Json, *, sqs: Any, s3: Any, file: Callable[[Json, dict[str, bytes]], str]) -> None:
    """Deal with what is queued now.

    `file` takes a message and its files by id, and returns a reference.
    """
    queue = connection["mediation_queue_url"]
    while received := sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=1).get("Messages"):
        message = json.loads(received[0]["Body"])
        if waits_for_us(connection, message):
            evidence = message["data"]["evidence"]
            files = {each["id"]: fetch(s3, evidence["bucket"], each) for each in evidence["files"]}
            recorded = {"command": "record_filing", "effect_id": message["id"], "reference": file(message, files)}
            call(connection, f"/cases/{message['subject']}/commands", recorded, key=message["id"])
        sqs.delete_message(QueueUrl=queue, ReceiptHandle=received[0]["ReceiptHandle"])


def waits_for_us(connection: Json, message: Json) -> bool:
    """Tell whether this is a request that was neither filed nor withdrawn.

    A withdrawal is no request.
    """
    rounds = call(connection, f"/cases/{message['subject']}")["rounds"]
    waiting = [each["effect_id"] for each in rounds if each["status"] in ("requested", "failed")]
    return message["id"] in waiting


def fetch(s3: Any, bucket: str, file: Json) -> bytes:
    """Read a file by its key, in the version and with the content that the manifest names."""
    version = {"VersionId": file["version_id"]} if file["version_id"] else {}
    content: bytes = s3.get_object(Bucket=bucket, Key=file["key"], **version)["Body"].read()
    if hashlib.sha256(content).hexdigest() != file["sha256"]:
        raise ValueError(f"{file['id']} is not what was filed")
    return content


def call(connection: Json, path: str, body: Json | None = None, *, key: str = "") -> Json:
    """Call the API as the desk, by GET, or by POST if there is a body."""
    headers = {"Authorization": f"Bearer {connection['api_keys']['demo']['desk']}", "Content-Type": "application/json"}
    request = urllib.request.Request(  # noqa: S310 -- our own API
        connection["api_url"] + path,
        data=json.dumps(body).encode() if body else None,
        headers=headers | ({"Idempotency-Key": key} if key else {}),
    )
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 -- as above
        answered: Json = json.load(answer)
    return answered


def file_by_printing(message: Json, files: dict[str, bytes]) -> str:
    """File with nobody.

    In its place: your platform's API, under the message's id as its idempotency key.
    """
    print(f"{message['type']} of {message['subject']}: {message['data']['request']['why']}, {len(files)} files")
    return f"printed-{message['id'][:8]}"


if __name__ == "__main__":
    stack = json.loads(Path(sys.argv[1]).read_text())
    here = {"endpoint_url": stack["aws_endpoint_url"], "region_name": stack["region"]}
    nobody = {"aws_access_key_id": "local", "aws_secret_access_key": "local"}
    work(
        stack, sqs=boto3.client("sqs", **here, **nobody), s3=boto3.client("s3", **here, **nobody), file=file_by_printing
    )

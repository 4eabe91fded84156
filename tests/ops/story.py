"""A case of each of two merchants, as far as the platform: every function of a package at work."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any, Self

import boto3
import requests

from local.outsiders import Marketplace, Seller
from local.queue_pump import as_lambda_sends
from local.queues import queue_arn
from local.sample_files import small_picture
from local.schedule_pump import scheduled_event
from tests.ops.shipped import Shipped

_ORDER = {
    "order_number": "A-1",
    "customer": {"name": "Ada Buyer"},
    "lines": [{"sku": "MUG-01", "quantity": 1, "amount": {"minor": 2400, "currency": "USD"}}],
}
_EARLY = {"order_number": "A-3", "return_id": "R-1", "text": "hello"}
_RETURN = _ORDER | {
    "return_id": "R-1",
    "wants": "return_and_refund",
    "reason": {"code": "colour_difference", "text": "ordered navy, got black"},
}


class Story:
    """The events of the story, and their results.

    It is told once, and then looked at.
    """

    case_id = "alibaba.A-1.R-1"

    def __init__(self, shipped: Shipped) -> None:
        self.shipped = shipped
        self.demo = Seller(shipped.description, self.case_id)
        self.other = Seller(shipped.description, self.case_id, merchant="other")
        self.dynamodb, self.sqs = boto3.client("dynamodb"), boto3.client("sqs")
        self.queue: str = shipped.description["mediation_queue_url"]

    def run(self) -> Self:
        """Tell it from beginning to end."""
        for chapter in (
            self.arrive,
            self.upload,
            self.mediate,
            self.fail_filing,
            self.expire_deadlines,
            self.reconcile,
            self.redrive,
            self.replay,
        ):
            chapter()
        return self

    def arrive(self) -> None:
        self.delivered = [
            Marketplace(self.shipped.description, name).tell(kind, data, at=datetime.now(UTC) - timedelta(days=days))
            for name in ("demo", "other")
            for days, kind, data in ((9, "order.placed", _ORDER), (4, "return.requested", _RETURN))
        ]
        # Its date is a little too far ahead now, and not any more when it is tried again.
        ahead = datetime.now(UTC) + timedelta(minutes=5, seconds=1)
        early = Marketplace(self.shipped.description, "demo").tell("message.posted", _EARLY, at=ahead)
        self.early = early.answer
        self.shipped.settle("project")
        self.listed = self._get("/cases").json()["cases"]
        self.urgent = self._get("/cases?sort=deadline").json()["cases"]
        self.statement = self._get("/policies/demo")
        url = f"{self.shipped.description['api_url']}/session"
        key = self.shipped.description["api_keys"]["demo"]["seller"]
        self.signed_in = requests.post(url, json={"key": key}, timeout=60)

    def upload(self) -> None:
        said = {"content_type": "image/png", "kind": "photo", "description": "as sent"}
        evidence_id = self.demo.upload("mug.png", small_picture(), **said)
        self.shipped.settle("inspect_upload")
        self.looked_at = self._evidence(evidence_id)
        self.downloaded = requests.get(self.looked_at["download_url"], timeout=60).content
        self.unannounced = self.demo.upload("box.png", small_picture(), **said)

    def mediate(self) -> None:
        for seller in (self.demo, self.other):
            seller.ask("escalate", reason="no agreement").raise_for_status()
        self.shipped.settle("project")
        queued = self._queued()
        event = {"Records": [as_lambda_sends(each, queue_arn(self.sqs, self.queue)) for each in queued]}
        self.put_back = self.shipped.functions["Mediate"](event)
        self.given_up = next(each for each in queued if '"merchant":"other"' in each["Body"])
        self.filed = self.demo.case()["rounds"][0]

    def fail_filing(self) -> None:
        """Return the messages that the queue gives up in the end."""
        self._give_up(self.given_up)
        self.failed = self.other.case()

    def expire_deadlines(self) -> None:
        """Let a deadline of days be due at once."""
        table, order = self.shipped.description["table"], {"S": "ORDER#demo#alibaba#A-1"}
        self.dynamodb.update_item(
            TableName=table,
            Key={"PK": order, "SK": {"S": "CASE#R-1"}},
            UpdateExpression="SET due_sk = :past",
            ExpressionAttributeValues={":past": {"S": "2026-01-01T00:00:00.000Z#"}},
        )
        self.shipped.functions["ExpireDeadlines"](scheduled_event("expire_deadlines"))
        self.expired = self.dynamodb.query(
            TableName=table,
            KeyConditionExpression="PK = :order AND begins_with(SK, :clock)",
            ExpressionAttributeValues={":order": order, ":clock": {"S": "EVENT#clock#R-1#"}},
        )["Count"]

    def reconcile(self) -> None:
        """The stream loses a record, the bucket an event."""
        withdrawn = {"order_number": "A-1", "return_id": "R-1"}
        Marketplace(self.shipped.description, "other").tell("return.withdrawn", withdrawn)
        self.shipped.functions["Reconcile"](scheduled_event("reconcile"))
        self.swept = self._evidence(self.unannounced)
        late = self._queued()
        self.sent_late = [json.loads(each["Body"]) for each in late]
        for message in late:
            self._give_up(message)

    def redrive(self) -> None:
        """An order was set aside, and the code is correct again."""
        for days, kind, data in ((9, "order.placed", _ORDER), (4, "return.requested", _RETURN)):
            at = datetime.now(UTC) - timedelta(days=days)
            Marketplace(self.shipped.description, "other").tell(kind, data | {"order_number": "A-2"}, at=at)
        seller = Seller(self.shipped.description, "alibaba.A-2.R-1", merchant="other")
        seller.ask("escalate", reason="no agreement").raise_for_status()
        broken = {"PK": {"S": "BROKEN"}, "SK": {"S": "ORDER#other#alibaba#A-2"}}
        self.dynamodb.put_item(TableName=self.shipped.description["table"], Item=broken)
        self.shipped.functions["Redrive"](scheduled_event("redrive"))
        self.still_broken = self.dynamodb.get_item(TableName=self.shipped.description["table"], Key=broken).get("Item")

    def replay(self) -> None:
        """An operator looks at the feed, and tries the delivery again that was not understood."""
        token = self.shipped.description["api_keys"]["demo"]["operator"]
        headers = {"authorization": f"Bearer {token}"}
        url = f"{self.shipped.description['api_url']}/deliveries"
        self.feed = requests.get(url, headers=headers, timeout=60).json()["deliveries"]
        self.replayed = requests.post(f"{url}/{self.early['event']}/replay", headers=headers, timeout=60).json()

    def _give_up(self, message: dict[str, Any]) -> None:
        """Do what SQS does after five receives, and let the function of dead letters look."""
        fifo = {"MessageGroupId": message["MessageId"], "MessageDeduplicationId": message["MessageId"]}
        self.sqs.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])
        self.sqs.send_message(
            QueueUrl=self.shipped.description["mediation_dlq_url"], MessageBody=message["Body"], **fifo
        )
        for _ in range(2):  # an older letter may be due again, and the pump takes one at a time
            self.shipped.pumps["dead_letters"].pump_once()

    def _queued(self) -> list[dict[str, Any]]:
        got = self.sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10, AttributeNames=["All"])
        messages: list[dict[str, Any]] = got.get("Messages", [])
        return messages

    def _evidence(self, evidence_id: str) -> Any:
        return self._get(f"/cases/{self.case_id}/evidence/{evidence_id}").json()

    def _get(self, path: str) -> requests.Response:
        token = self.shipped.description["api_keys"]["demo"]["seller"]
        url = f"{self.shipped.description['api_url']}{path}"
        return requests.get(url, headers={"authorization": f"Bearer {token}"}, timeout=60)

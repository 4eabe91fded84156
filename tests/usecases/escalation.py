"""A case on its way to the platform: negotiated in vain, escalated, and its request on the queue."""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import Any

import app
from chalicelib.aws import keys
from chalicelib.dialects.delivery import Request
from chalicelib.domain.case_parts import Round
from chalicelib.domain.decide import read_command
from chalicelib.domain.events import Happening
from chalicelib.domain.evidence import EvidenceAnnounced, EvidenceStored
from chalicelib.domain.facts import Fact
from chalicelib.usecases.case_commands import Once
from chalicelib.usecases.own_rows import own_row
from chalicelib.values.identifiers import CaseKey, OrderKey
from chalicelib.values.instants import format_instant
from chalicelib.values.vocabulary import EventType, EvidenceKind, Party
from chalicelib.views.case import CaseShape, show_case
from chalicelib.wiring import Recourse
from local.invocation import LambdaContext
from local.queue_pump import as_lambda_sends
from tests.world.cloud import SECRET, Cloud
from tests.world.signing import standard_headers

LINES = [{"sku": "MUG-01", "quantity": 2, "amount": {"minor": 2400, "currency": "USD"}}]
ASKS = {"customer": {"name": "Ada Buyer"}, "reason": {"code": "colour_difference"}, "wants": "return_and_refund"}


@dataclass
class Escalation:
    """One case of an order, and the hands of everybody who acts on it."""

    cloud: Cloud
    recourse: Recourse
    order_number: str = "A-1001"
    deliveries: int = 0
    case: CaseKey = field(init=False)

    def __post_init__(self) -> None:
        self.case = CaseKey(OrderKey("demo", "alibaba", self.order_number), "R-1")

    def begin(self) -> "Escalation":
        """Escalate, and let the projector put the request on the queue."""
        self.escalate()
        return self.project()

    def escalate(self) -> None:
        """Place the order, ask for the return, offer in vain, and ask for mediation."""
        self.told("order.placed", days_ago=3, customer={"name": "Ada Buyer"}, lines=LINES)
        self.told("return.requested", days_ago=1, return_id="R-1", lines=LINES, **ASKS)
        self.ask("make_offer", resolution="partial_refund", amount={"minor": 500, "currency": "USD"})
        self.told("offer.declined", return_id="R-1", offer_id="R-1-s1")
        self.ask("escalate", reason="no agreement")

    def told(self, kind: str, *, days_ago: float = 0, **data: Any) -> None:
        self.deliveries += 1
        name, now = f"{self.order_number}_{self.deliveries}", self.cloud.clock.forward(seconds=1)
        at = format_instant(now - timedelta(days=days_ago))
        body = json.dumps({"type": kind, "timestamp": at, "data": {"order_number": self.order_number, **data}})
        headers = standard_headers(body, secret=SECRET, delivery_id=name, at=now)
        receipt = self.recourse.front_door.receive("demo", lambda _: Request.received(headers.items(), body.encode()))
        assert receipt.event == f"delivery.demo.{name}"

    def ask(self, command: str, **fields: Any) -> None:
        self.cloud.clock.forward(seconds=1)
        asked = {"command": command, **fields}
        once = Once.of(None, json.dumps(asked).encode())
        self.recourse.case_commands.execute(self.case, read_command(asked), once)

    def store(self, evidence_id: str, content: bytes, *, kind: str) -> None:
        """Put a file into evidence, as if it had been announced, uploaded and looked at."""
        key = f"demo/case/{evidence_id}"
        self.cloud.clients.s3.put_object(Bucket=self.cloud.settings.bucket, Key=key, Body=content)
        announced = EvidenceAnnounced(
            return_id="R-1",
            evidence_id=evidence_id,
            key=key,
            filename=f"{evidence_id}.txt",
            kind=EvidenceKind(kind),
            content_type="text/plain",
            size=len(content),
            sha256=sha256(content).hexdigest(),
            expires_at=self.cloud.clock.now + timedelta(hours=1),
        )
        self._append(keys.announcement_row(evidence_id), EventType.EVIDENCE_ANNOUNCED, announced)
        stored = EvidenceStored(return_id="R-1", evidence_id=evidence_id, content_type="text/plain")
        self._append(keys.verdict_row(evidence_id), EventType.EVIDENCE_STORED, stored)

    def _append(self, row_id: str, kind: EventType, fact: Fact) -> None:
        now = self.cloud.clock.forward(seconds=1)
        happening = Happening(type=kind, at=now, by=Party.SYSTEM, fact=fact)
        self.recourse.log.append(self.case.order, own_row(row_id, self.case.order, happening, received_at=now))

    def project(self) -> "Escalation":
        self.cloud.clock.forward(seconds=1)
        self.recourse.projector.project(self.case.order)
        return self

    @property
    def shown(self) -> CaseShape:
        """The case as outsiders see it now."""
        file = self.recourse.order_histories.of(self.case.order, as_of=self.cloud.clock()).file
        return show_case(file, file.cases["R-1"], now=file.as_of)

    @property
    def round(self) -> Round:
        """The latest round."""
        return self.recourse.case_reader.read(self.case).case.rounds[-1]

    @property
    def desk_rows(self) -> list[str]:
        """The ids of what the desk has written."""
        rows = self.recourse.log.read(self.case.order).events
        return [row.id for row in rows if row.id.startswith("desk#")]


def connect(cloud: Cloud, filing_url: str | None) -> None:
    """Let the registry list one connection, filing at that URL."""
    connection = {"merchant": "demo", "marketplace": "alibaba", "dialect": "standard", "filing_url": filing_url}
    cloud.list_connections({"demo": connection})


def failing(*records: dict[str, Any]) -> dict[str, list[dict[str, str]]]:
    """What a handler answers that wants these records again."""
    return {"batchItemFailures": [{"itemIdentifier": record["messageId"]} for record in records]}


NOTHING = failing()


def mediate(records: list[dict[str, Any]], context: LambdaContext | None = None) -> Any:
    """Call the desk's entry as Lambda does."""
    return app.mediate({"Records": records}, context or LambdaContext("mediate"))


def give_up(records: list[dict[str, Any]]) -> Any:
    """Call the entry of dead letters as Lambda does."""
    return app.dead_letters({"Records": records}, LambdaContext("dead_letters"))


def delete(cloud: Cloud, *records: dict[str, Any]) -> None:
    """Delete messages, as Lambda does with those that were dealt with."""
    for record in records:
        handle = record["receiptHandle"]
        cloud.clients.sqs.delete_message(QueueUrl=cloud.settings.mediation_queue_url, ReceiptHandle=handle)


def received(cloud: Cloud, url: str | None = None) -> list[dict[str, Any]]:
    """Take all visible messages off a queue, as the records that Lambda makes of them."""
    messages = cloud.clients.sqs.receive_message(
        QueueUrl=url or cloud.settings.mediation_queue_url,
        MaxNumberOfMessages=10,
        AttributeNames=["All"],
        MessageAttributeNames=["All"],
    )
    return [as_lambda_sends(each, "arn:aws:sqs:us-east-1:0:q.fifo") for each in messages.get("Messages", [])]

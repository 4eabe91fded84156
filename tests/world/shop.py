"""A seller, its marketplace and its queue, as outsiders have them: signed deliveries in, answers and messages out."""

import functools
import itertools
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import boto3
from chalice.test import TestEventsClient

import app
from chalicelib.aws.api_keys import Principal, Role
from chalicelib.aws.keys import announcement_row, verdict_row
from chalicelib.domain import evidence as own
from chalicelib.domain.events import Happening
from chalicelib.domain.facts import Fact
from chalicelib.usecases.own_rows import own_row
from chalicelib.values.identifiers import OrderKey
from chalicelib.values.instants import format_instant
from chalicelib.values.vocabulary import EventType as E
from chalicelib.values.vocabulary import EvidenceKind, Party
from chalicelib.wiring import Recourse
from local.pump import drain
from local.stream_pump import StreamPump, StreamRules
from local.stream_reader import StreamReader
from ops.template import deployed_template
from tests.world import contract
from tests.world.api import Answered, call
from tests.world.cloud import SECRET, Cloud
from tests.world.signing import standard_headers

JSON = ("Content-Type", "application/json")
CUSTOMER = {"name": "Ada Buyer"}


def usd(minor: int) -> dict[str, object]:
    return {"minor": minor, "currency": "USD"}


def line(sku: str = "MUG-01", *, quantity: int = 2, minor: int = 2400) -> dict[str, object]:
    return {"sku": sku, "quantity": quantity, "amount": usd(minor)}


REQUEST: dict[str, Any] = {
    "customer": CUSTOMER,
    "reason": {"code": "colour_difference", "text": "ordered navy, got black"},
    "wants": "return_and_refund",
    "lines": [line()],
}


@functools.cache
def _streams():
    return boto3.client("dynamodbstreams")


class Keys(dict[tuple[str, str], str]):
    """The API keys of both merchants by merchant and role, each made when it is first used: most tests use one."""

    def __init__(self, shop: "Shop") -> None:
        super().__init__()
        self._shop = shop

    def __missing__(self, whose: tuple[str, str]) -> str:
        principal = Principal(whose[0], Role(whose[1]))
        self._shop.cloud.wire.aside(lambda: self.setdefault(whose, self._shop.recourse.api_keys.make(principal)))
        return self[whose]


@dataclass
class Shop:
    """Order A-1001 of merchant demo with return R-1, unless told otherwise; time moves a minute with each act."""

    cloud: Cloud
    recourse: Recourse
    order_number: str = "A-1001"
    return_id: str = "R-1"
    given_up: list[dict[str, Any]] = field(default_factory=list)
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        self.cloud.keep_secrets("other", json.dumps({"app_key": None, "secrets": [{"secret": SECRET, "until": None}]}))
        self.keys = Keys(self)
        table = self.cloud.dynamodb.describe_table(TableName=self.cloud.settings.table)["Table"]
        self.pump = StreamPump(
            StreamReader(_streams(), table["LatestStreamArn"]),
            app.project,
            rules=StreamRules.of_source(deployed_template().source("Project")),
            give_up=lambda record, _attempts: self.given_up.append(record),
        )

    # What the marketplace does.

    def tell(self, kind: str, *, at: datetime | None = None, connection: str = "demo", **data: Any) -> Answered:
        """Deliver an event that happened now, or at an instant."""
        now = self.cloud.clock.forward(minutes=1)
        addressed = {"order_number": self.order_number}
        if not kind.startswith(("order.", "policy.")):
            addressed["return_id"] = self.return_id
        told = {"type": kind, "timestamp": format_instant(at or now), "data": addressed | data}
        return self.deliver(json.dumps(told), delivery_id=f"msg_{next(self.numbers)}", connection=connection)

    def deliver(self, body: str, *, delivery_id: str, connection: str = "demo") -> Answered:
        """Deliver a body, signed as of now."""
        signed = standard_headers(body, secret=SECRET, delivery_id=delivery_id, at=self.cloud.clock.now)
        return call("POST", "/webhooks/{connection}", headers=[JSON, *signed.items()], body=body, connection=connection)

    def sell(self, *, lines: list[dict[str, object]] | None = None) -> None:
        """Have an order placed, and delivered a day later."""
        self.tell("order.placed", customer=CUSTOMER, lines=lines or [line()])
        self.cloud.clock.forward(days=1)
        self.tell("order.delivered")

    def request(self, **changed: Any) -> None:
        """Have a return requested."""
        assert self.tell("return.requested", **(REQUEST | changed)).status == 202

    # What the seller and the desk do.

    def api(self, method: str, route: str, *, role: str = "seller", merchant: str = "demo", **sent: Any) -> Answered:
        """Call a route with a key; `json` is the body, `headers` are more of them."""
        headers = [("Authorization", f"Bearer {self.keys[merchant, role]}"), *sent.pop("headers", ())]
        if "json" in sent:
            sent["body"] = json.dumps(sent.pop("json"))
        if "body" in sent:
            headers.append(JSON)
        return call(method, route, headers=headers, **sent)

    def give(self, command: str, *, role: str = "seller", key: str | None = None, **fields: Any) -> Answered:
        """Give a command on the case."""
        self.cloud.clock.forward(minutes=1)
        return self.api(
            "POST",
            "/cases/{case_id}/commands",
            role=role,
            case_id=self.case_id,
            json={"command": command, **fields},
            headers=[("Idempotency-Key", key)] if key else [],
        )

    def done(self, command: str, *, role: str = "seller", **fields: Any) -> Any:
        """Give a command that must be taken; the case after it."""
        answered = self.give(command, role=role, **fields)
        assert answered.status == 201, answered.text
        contract.whole_case(answered.json)
        return answered.json

    def refused(self, command: str, *, role: str = "seller", **fields: Any) -> str:
        """Give a command that a rule must refuse; the rule."""
        answered = self.give(command, role=role, **fields)
        assert (answered.status, answered.is_problem) == (409, True), answered.text
        return str(answered.json["rule"])

    def attach(self, kind: str) -> str:
        """Have a file in evidence, as if it had been uploaded and looked at; its id."""
        evidence_id = f"e{next(self.numbers)}"
        announced = own.EvidenceAnnounced(
            return_id=self.return_id,
            evidence_id=evidence_id,
            key=f"demo/case/{evidence_id}",
            filename=f"{kind}.png",
            kind=EvidenceKind(kind),
            content_type="image/png",
            size=5,
            sha256="0" * 64,
            expires_at=self.cloud.clock.now + timedelta(minutes=15),
        )
        self.log(E.EVIDENCE_ANNOUNCED, Party.SELLER, announced, row=announcement_row(evidence_id))
        stored = own.EvidenceStored(return_id=self.return_id, evidence_id=evidence_id, content_type="image/png")
        self.log(E.EVIDENCE_STORED, Party.SYSTEM, stored, row=verdict_row(evidence_id))
        return evidence_id

    def log(self, kind: E, by: Party, fact: Fact, *, row: str) -> None:
        """Have a row in the order's log, however it came there."""
        now = self.cloud.clock.forward(seconds=1)
        order = OrderKey("demo", "alibaba", self.order_number)
        happening = Happening(type=kind, at=now, by=by, fact=fact)
        assert self.recourse.log.append(order, own_row(row, order, happening, received_at=now)) is None

    def forget(self, kind: str) -> None:
        """Have the rows of a type translate no more, and the order looked at again."""
        for item in self.cloud.rows():
            if item.get("type", {}).get("S") == kind:
                broken = item | {"body": {"B": b"?"}}
                broken.pop("body_z", None)
                self.cloud.dynamodb.put_item(TableName=self.cloud.settings.table, Item=broken)

    # What they see.

    @property
    def case_id(self) -> str:
        return ".".join(part.replace(".", "~") for part in ("alibaba", self.order_number, self.return_id))

    def read(self) -> Answered:
        return self.api("GET", "/cases/{case_id}", case_id=self.case_id)

    @property
    def case(self) -> Any:
        answered = self.read()
        assert answered.status == 200, answered.text
        contract.whole_case(answered.json)
        return answered.json

    @property
    def stands(self) -> tuple[str, str | None]:
        case = self.case
        return case["status"], case["outcome"]

    def listed(self, **query: str) -> list[dict[str, Any]]:
        answered = self.api("GET", "/cases", query=query)
        assert answered.status == 200, answered.text
        found: list[dict[str, Any]] = answered.json["cases"]
        contract.many(contract.summary)(found, "cases")
        return found

    # What AWS does.

    def flow(self) -> None:
        """Let the stream carry on what was appended."""
        drain([self.pump])
        assert not self.given_up

    def ring(self) -> None:
        """Let the schedule call."""
        event = TestEventsClient(app.app).generate_cw_event("aws.events", "Scheduled Event", {}, [])
        app.expire_deadlines(event, None)

    def wait(self, **by: float) -> None:
        """Let time pass, the clock ring, and the stream flow."""
        self.cloud.clock.forward(**by)
        self.ring()
        self.flow()

    def messages(self) -> list[dict[str, Any]]:
        """Take what is on the mediation queue, after the stream has flowed; whoever takes deletes."""
        self.flow()
        return list(iter(self._take, None))

    def _take(self) -> dict[str, Any] | None:
        sqs, url = self.cloud.clients.sqs, self.cloud.settings.mediation_queue_url
        received = sqs.receive_message(QueueUrl=url, AttributeNames=["All"]).get("Messages", [])
        for message in received:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            told: dict[str, Any] = json.loads(message["Body"])
            contract.message(told, "message")
            return told | {"sqs": message["Attributes"]}
        return None

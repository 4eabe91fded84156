"""One return in a world: what its marketplace tells, what its seller and desk do, and what they see."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from chalicelib.aws.keys import announcement_row, verdict_row
from chalicelib.domain import evidence as own
from chalicelib.domain.events import Happening
from chalicelib.domain.facts import Fact
from chalicelib.usecases.own_rows import own_row
from chalicelib.values.identifiers import CaseKey, OrderKey
from chalicelib.values.vocabulary import EventType as E
from chalicelib.values.vocabulary import EvidenceKind, Party
from chalicelib.wiring import Recourse
from tests.world import checks, contract
from tests.world.api import Answered
from tests.world.cloud import SECRET, Cloud
from tests.world.marketplace import Marketplace
from tests.world.order import CUSTOMER, REQUEST, line
from tests.world.sellers import Keys, Sellers
from tests.world.sources import event_of
from tests.world.world import World


@dataclass
class Shop:
    """Order A-1001 of merchant demo with return R-1, unless told otherwise.

    Time moves on with each act.
    """

    world: World
    order_number: str = "A-1001"
    return_id: str = "R-1"
    pace: timedelta = timedelta(minutes=1)

    def __post_init__(self) -> None:
        self.marketplace = Marketplace(self.world)
        self.sellers = Sellers(self.world)
        self.cloud.keep_secrets("other", json.dumps({"app_key": None, "secrets": [{"secret": SECRET, "until": None}]}))

    @property
    def cloud(self) -> Cloud:
        return self.world.cloud

    @property
    def recourse(self) -> Recourse:
        return self.world.recourse

    @property
    def keys(self) -> Keys:
        return self.sellers.keys

    @property
    def key(self) -> CaseKey:
        return CaseKey(OrderKey("demo", "alibaba", self.order_number), self.return_id)

    @property
    def case_id(self) -> str:
        return self.key.case_id

    # What the marketplace does.

    def tell(self, kind: str, *, at: datetime | None = None, connection: str = "demo", **data: Any) -> Answered:
        """Deliver an event that happened now, or at an instant."""
        now = self._act()
        addressed = {"order_number": self.order_number}
        if not kind.startswith(("order.", "policy.")):
            addressed["return_id"] = self.return_id
        return self.marketplace.tell(kind, addressed | data, at=at or now, connection=connection)

    def deliver(self, body: str, *, delivery_id: str) -> Answered:
        """Deliver a body as it is."""
        return self.marketplace.post(body, delivery_id=delivery_id)

    def sell(self, *, lines: list[dict[str, object]] | None = None) -> None:
        """Have an order placed, and delivered a day later."""
        self.tell("order.placed", customer=CUSTOMER, lines=lines or [line()])
        self.cloud.clock.forward(days=1)
        self.tell("order.delivered")

    def request(self, **changed: Any) -> None:
        """Have a return requested."""
        assert self.tell("return.requested", **(REQUEST | changed)).status == 202

    def order_and_return(
        self, order_number: str, *, at: datetime | None = None, connection: str = "demo", **changed: Any
    ) -> None:
        """Have another order placed and its return requested, and the lists know it."""
        order: dict[str, Any] = {"order_number": order_number, "at": at, "connection": connection}
        self.tell("order.placed", customer=CUSTOMER, lines=[line()], **order)
        self.request(**order, **changed)
        self.flow()

    # What the seller and the desk do.

    def api(self, method: str, route: str, **sent: Any) -> Answered:
        """Call a route with a key, as `Sellers.api`."""
        return self.sellers.api(method, route, **sent)

    def give(self, command: str, *, role: str = "seller", key: str | None = None, **fields: Any) -> Answered:
        """Give a command on the case."""
        self._act()
        return self.api(
            "POST",
            "/cases/{case_id}/commands",
            role=role,
            case_id=self.case_id,
            json={"command": command, **fields},
            headers=[("Idempotency-Key", key)] if key else [],
        )

    def done(self, command: str, *, role: str = "seller", **fields: Any) -> Any:
        """Give a command that must be taken.

        The case after it.
        """
        answered = self.give(command, role=role, **fields)
        assert answered.status == 201, answered.text
        contract.whole_case(answered.json)
        return answered.json

    def refused(self, command: str, *, role: str = "seller", **fields: Any) -> str:
        """Give a command that a rule must refuse.

        The rule.
        """
        answered = self.give(command, role=role, **fields)
        assert (answered.status, answered.is_problem) == (409, True), answered.text
        return str(answered.json["rule"])

    def attach(self, kind: str, content: bytes = b"photo") -> str:
        """Have a file in evidence, as if it had been uploaded and looked at.

        Its id.
        """
        evidence_id = f"e{next(self.world.numbers)}"
        place, bucket = f"demo/case/{evidence_id}", self.cloud.settings.bucket
        self.cloud.clients.s3.put_object(Bucket=bucket, Key=place, Body=content)
        announced = own.EvidenceAnnounced(
            return_id=self.return_id,
            evidence_id=evidence_id,
            key=place,
            filename=f"{kind}.png",
            kind=EvidenceKind(kind),
            content_type="image/png",
            size=len(content),
            sha256=sha256(content).hexdigest(),
            expires_at=self.cloud.clock.now + timedelta(minutes=15),
        )
        self.log(E.EVIDENCE_ANNOUNCED, Party.SELLER, announced, row=announcement_row(evidence_id))
        stored = own.EvidenceStored(return_id=self.return_id, evidence_id=evidence_id, content_type="image/png")
        self.log(E.EVIDENCE_STORED, Party.SYSTEM, stored, row=verdict_row(evidence_id))
        return evidence_id

    def log(self, kind: E, by: Party, fact: Fact, *, row: str) -> None:
        """Have a row in the order's log, however it came there."""
        now = self.cloud.clock.forward(seconds=1)
        happening = Happening(type=kind, at=now, by=by, fact=fact)
        told = own_row(row, self.key.order, happening, received_at=now)
        assert self.recourse.log.append(self.key.order, told) is None

    def forget(self, kind: str) -> None:
        """Have the rows of a type translate no more, and the order looked at again."""
        for item in self.cloud.rows():
            if item.get("type", {}).get("S") == kind:
                broken = item | {"body": {"B": b"?"}}
                broken.pop("body_z", None)
                self.cloud.dynamodb.put_item(TableName=self.cloud.settings.table, Item=broken)

    # What they see.

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
        checks.many(contract.summary)(found, "cases")
        return found

    # What AWS does.

    def flow(self) -> None:
        """Let the stream carry on what was appended."""
        self.world.flow()
        assert not self.world.stream.given_up

    def expire_deadlines(self) -> None:
        """Let the schedule of the deadlines call."""
        self.world.call("expire_deadlines", event_of())

    def wait(self, **by: float) -> None:
        """Let time pass, deadlines expire, and the stream flow."""
        self.cloud.clock.forward(**by)
        self.expire_deadlines()
        self.flow()

    def messages(self) -> list[dict[str, Any]]:
        """Take what is on the mediation queue, after the stream has flowed."""
        self.flow()
        return self.queued()

    def queued(self) -> list[dict[str, Any]]:
        """Take what is on the mediation queue now."""
        messages = list(iter(self.cloud.mediation.take, None))
        told: list[dict[str, Any]] = [json.loads(message["Body"]) for message in messages]
        checks.many(contract.message)(told, "messages")
        return [told | {"sqs": message["Attributes"]} for told, message in zip(told, messages, strict=True)]

    def _act(self) -> datetime:
        self.cloud.clock.now += self.pace
        return self.cloud.clock.now

"""Marketplace, seller and platform: what they tell and ask, held against what they were promised."""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from chalicelib.aws.freshness import STALE
from chalicelib.values.instants import format_instant
from tests.simulation.ledger import Delivery, Ledger
from tests.simulation.stage import Stage
from tests.world.api import Answered
from tests.world.marketplace import Marketplace
from tests.world.sellers import Sellers

Case = tuple[str, str]  # order number, return id
FILE = b"Handed over at gate 4."
_ANNOUNCED = {
    "filename": "way/bill.txt",
    "content_type": "text/plain",
    "size": len(FILE),
    "sha256": sha256(FILE).hexdigest(),
    "kind": "logistics",
    "description": "The waybill",
}
_LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass
class Outsiders:
    """Everybody who remembers what Recourse acknowledged.

    What is refused must be refused as the API promises.
    """

    stage: Stage
    counts: Counter[str]
    ledger: Ledger = field(default_factory=Ledger)
    rotated_at: datetime = _LONG_AGO

    def __post_init__(self) -> None:
        self.marketplace = Marketplace(self.stage.world)
        self.sellers = Sellers(self.stage.world)

    # The marketplace.

    def tell(self, kind: str, data: dict[str, Any], *, ago: float = 0, whole: bool = False) -> None:
        """Send something new, that happened so many seconds ago by the sender's clock, perhaps in whole seconds."""
        when = self.stage.clock.now - timedelta(seconds=ago)
        at = format_instant(when.replace(microsecond=0) if whole else when)
        body = json.dumps({"type": kind, "timestamp": at, "data": data})
        delivery = Delivery(f"msg_{len(self.ledger.sent)}", data["order_number"], body)
        self.ledger.sent.append(delivery)
        self.send(delivery)

    def send(self, delivery: Delivery) -> None:
        """Send a delivery, for the first time or again."""
        taken = {200} if delivery.key in self.ledger.accepted else {200, 202}
        answered = self.post(delivery.body, delivery_id=delivery.id)
        assert answered is None or answered.status in taken | self.refusals
        self.counts["deliveries"] += 1
        if answered is not None and answered.status in (200, 202):
            self.ledger.accepted[delivery.key] = delivery

    def repeat(self, which: int) -> None:
        """Send again what was sent before, whether it was acknowledged or not."""
        if self.ledger.sent:
            self.send(self.ledger.sent[which % len(self.ledger.sent)])
            self.counts["duplicates"] += 1

    def tamper(self, body: str, place: int) -> None:
        """Sign a body, and send it with one character changed."""
        forged = body[:place] + ("x" if body[place] != "x" else "y") + body[place + 1 :]
        answered = self.post(forged, delivery_id="forged", signed_body=body)
        assert answered is None or answered.status in (401, 503)
        self.counts["forged"] += 1

    def contradict(self, delivery: Delivery) -> None:
        """Send another body under the id of a delivery that was accepted."""
        answered = self.post(delivery.body.replace(": ", ":  "), delivery_id=delivery.id)
        assert answered is None or answered.status in {409} | self.refusals

    def post(self, body: str, *, delivery_id: str, signed_body: str | None = None) -> Answered | None:
        """Post a body with the signature of that, or of another.

        None if the process died over it.
        """
        return self.stage.outlive(lambda: self.marketplace.post(body, delivery_id=delivery_id, signed_body=signed_body))

    @property
    def refusals(self) -> set[int]:
        """503.

        For a while after a rotation 401 too, where the store failed and the older secret was served on.
        """
        return {503, 401} if self.stage.clock.now - self.rotated_at < STALE else {503}

    def rotate_secret(self) -> None:
        """Rotate the secret as operators do. The new one is there a minute before its first use."""
        end = format_instant(self.stage.clock.now + timedelta(days=1))
        old = self.marketplace.secret
        new = "whsec_" + sha256(old.encode()).hexdigest()[:44]
        secrets = [{"secret": old, "until": end}, {"secret": new, "until": None}]
        self.stage.cloud.keep_secrets("demo", json.dumps({"app_key": None, "secrets": secrets}))
        self.stage.platform.secrets = (old, new)
        self.stage.clock.forward(seconds=61)
        self.marketplace.secret, self.rotated_at = new, self.stage.clock.now

    # The seller.

    def look_at(self, case: Case) -> dict[str, Any] | None:
        """Read a case, without bad luck.

        None if there is none.
        """
        luck = self.stage.luck
        plan, luck.plan = luck.plan, None
        answered = self.sellers.api("GET", "/cases/{case_id}", role="operator", case_id=_case_id(case))
        luck.plan = plan
        assert answered.status in (200, 404), answered.text
        return answered.json if answered.status == 200 else None

    def give(self, command: dict[str, Any], case: Case) -> Answered | None:
        """Give a command.

        None if the process died over it.
        """
        return self._ask("/cases/{case_id}/commands", command, case)

    def upload(self, case: Case, *bodies: bytes) -> None:
        """Announce a file, and put something in its place, once or more."""
        answered = self._ask("/cases/{case_id}/evidence", _ANNOUNCED, case)
        if answered is None or answered.status != 201:
            return
        place = answered.json["upload"]["url"].partition(".com/")[2].partition("?")[0]
        for body in bodies:
            self.stage.put_object(place, body)

    def _ask(self, route: str, asked: dict[str, Any], case: Case) -> Answered | None:
        name = f"key-{len(self.ledger.tried)}"
        self.ledger.tried.add(name)
        self.stage.clock.forward(milliseconds=1)
        sent: dict[str, Any] = {"json": asked, "headers": [("Idempotency-Key", name)], "case_id": _case_id(case)}
        answered = self.stage.outlive(lambda: self.sellers.api("POST", route, role="operator", **sent))
        assert answered is None or answered.status in (201, 404, 409, 422, 503), answered.text
        if answered is not None and answered.status == 201:
            self.ledger.commands[name] = case[0]
            self.counts["commands"] += 1
        return answered


def _case_id(case: Case) -> str:
    return f"alibaba.{case[0]}.{case[1]}"

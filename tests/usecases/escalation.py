"""A case on its way to the platform: negotiated in vain, escalated, and its request on the queue."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import app
from chalicelib.domain.case_parts import Round
from local.invocation import LambdaContext
from tests.world.cloud import Cloud
from tests.world.order import CUSTOMER, line, usd
from tests.world.shop import Shop
from tests.world.sources import Record, batch_of


@dataclass
class Escalation(Shop):
    """A return that no agreement was reached about.

    Its time stays near the real one, which platforms go by.
    """

    pace: timedelta = timedelta(seconds=1)

    def begin(self) -> "Escalation":
        """Escalate, and let the projector put the request on the queue."""
        self.escalate()
        self.flow()
        return self

    def escalate(self) -> None:
        """Place the order, ask for the return, offer in vain, and ask for mediation."""
        now = self.cloud.clock.now
        self.tell("order.placed", at=now - timedelta(days=3), customer=CUSTOMER, lines=[line()])
        self.request(at=now - timedelta(days=1))
        self.done("make_offer", resolution="partial_refund", amount=usd(500))
        self.tell("offer.declined", offer_id="R-1-s1")
        self.done("escalate", reason="no agreement")

    @property
    def round(self) -> Round:
        """The latest round."""
        return self.recourse.case_reader.read(self.key).case.rounds[-1]

    @property
    def desk_rows(self) -> list[str]:
        """The ids of what the desk has written."""
        rows = self.recourse.log.read(self.key.order).events
        return [row.id for row in rows if row.id.startswith("desk#")]


def failing(*records: Record) -> dict[str, list[dict[str, str]]]:
    """The answer of a handler that wants these records again."""
    return {"batchItemFailures": [{"itemIdentifier": record["messageId"]} for record in records]}


NOTHING = failing()


def mediate(records: list[Record], context: LambdaContext | None = None) -> Any:
    """Call the desk's entry as Lambda does."""
    return app.mediate({"Records": records}, context or LambdaContext("mediate"))


def give_up(records: list[Record]) -> Any:
    """Call the entry of dead letters as Lambda does."""
    return app.dead_letters({"Records": records}, LambdaContext("dead_letters"))


def received(cloud: Cloud) -> list[Record]:
    """Receive all visible messages of the mediation queue, as the records that Lambda makes of them."""
    return batch_of(*cloud.mediation.batch())["Records"]


def delete(cloud: Cloud, *records: Record) -> None:
    """Delete messages, as Lambda does with those that were dealt with."""
    for record in records:
        cloud.mediation.delete({"ReceiptHandle": record["receiptHandle"]})

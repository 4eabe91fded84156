"""`python -m tests.bounds.large_order <kind> <rows> <work>...`: the memory that one large order needs.

It writes the largest resident size of its process in MB, and the bytes that each work wrote. The rows come from a store
in this process, in pages of 1 MB as DynamoDB has them, so that the size is the function's and not a simulated AWS's.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import app  # noqa: F401 -- what a function has loaded before it reads an order
from chalicelib.aws.clients import Clients
from chalicelib.aws.event_rows import EventRow, write_event_row
from chalicelib.settings import Settings
from chalicelib.usecases.case_reader import CaseReading
from chalicelib.usecases.whole_case import whole_case
from chalicelib.values.identifiers import CaseKey, OrderKey
from chalicelib.views.dossier import show_dossier
from chalicelib.views.dossier_page import write_dossier
from chalicelib.views.fitting import fitted
from chalicelib.views.messages import write_filing
from chalicelib.wiring import Recourse
from tests.bounds.peak import peak
from tests.world.cloud import Clock, Cloud, billed_bytes

ORDER = OrderKey("demo", "alibaba", "A-1")
CASE = CaseKey(ORDER, "R-1")
START = datetime(2026, 3, 1, tzinfo=UTC)
NOW = START + timedelta(days=8)
WIDEST = "\U00012031"  # four bytes in a delivery, twelve in an answer of Lambda
_PAGE = 1_000_000  # bytes of rows in one page of a Query
_CUSTOMER = {"name": "Ada Buyer"}


def _row(number: int, kind: str, data: dict[str, Any]) -> EventRow:
    at = START + timedelta(minutes=number)
    told = {"type": kind, "timestamp": at.isoformat(), "data": {"order_number": "A-1", **data}}
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return EventRow(
        id=f"delivery#demo#m{number}",
        dialect="standard",
        body=body,
        received_at=at,
        occurred_at=at,
        type=kind,
        by="customer",
    )


def _lines(count: int, sku: str) -> list[dict[str, Any]]:
    amount = {"minor": 100, "currency": "USD"}
    return [{"sku": f"{sku}-{number}", "quantity": 1, "amount": amount} for number in range(count)]


def message(number: int) -> EventRow:
    """A message of 8,000 widest characters."""
    return _row(number, "message.posted", {"return_id": "R-1", "text": f"{number:06d}{WIDEST * 7_994}"})


def record(number: int) -> EventRow:
    """An order record of 1,000 lines, 74 kB."""
    return _row(number, "order.placed", {"customer": _CUSTOMER, "lines": _lines(1_000, f"M{number:06d}")})


def delivery(number: int) -> EventRow:
    """A delivery of 250 kB of fields that nobody reads."""
    text = "".join(chr(97 + (number * 7 + place * 31) % 26) for place in range(997)) * 250
    return _row(number, "message.posted", {"return_id": "R-1", "text": f"message {number}", "more": text})


KINDS: dict[str, Callable[[int], EventRow]] = {"message": message, "record": record, "delivery": delivery}


@dataclass
class Store:
    """A client of DynamoDB and SQS that has one order, and takes whatever is written."""

    kind: str
    rows: int
    sent: int = 0
    effects: list[dict[str, Any]] = field(default_factory=list)

    def query(self, *, ExpressionAttributeValues: dict[str, Any], **asked: Any) -> dict[str, Any]:  # noqa: N803
        wanted = next(iter(ExpressionAttributeValues.values()))["S"]
        if wanted != "ORDER#demo#alibaba#A-1":
            return {"Items": []}
        start = int(asked.get("ExclusiveStartKey", {"n": 0})["n"])
        page, size = ([] if start else [*self.effects]), 0
        while start < self.rows + 3 and size < _PAGE:
            item = write_event_row(ORDER, self._row(start))
            page.append(item)
            size += billed_bytes(item)
            start += 1
        return {"Items": page} | ({"LastEvaluatedKey": {"n": start}} if start < self.rows + 3 else {})

    def get_item(self, **_: Any) -> dict[str, Any]:
        return {}

    def put_item(self, *, Item: dict[str, Any], **_: Any) -> dict[str, Any]:  # noqa: N803
        if Item["SK"]["S"].startswith("EFFECT#"):
            self.effects.append(Item)
        return {}

    def update_item(self, **_: Any) -> dict[str, Any]:
        self.effects[-1]["sent_at"] = {"S": NOW.isoformat()}
        return {}

    def send_message(self, *, MessageBody: str, **_: Any) -> dict[str, Any]:  # noqa: N803
        self.sent = len(MessageBody)
        return {}

    def _row(self, number: int) -> EventRow:
        if number == 0:
            return _row(0, "order.placed", {"customer": _CUSTOMER, "lines": _lines(1, "MUG")})
        if number == 1:
            return _row(1, "order.delivered", {})
        if number == 2:
            asked = {"return_id": "R-1", "customer": _CUSTOMER, "lines": _lines(1, "MUG"), "wants": "exchange"}
            reason = {"code": "colour_difference", "text": WIDEST * 8_000}
            return _row(2, "return.requested", asked | {"reason": reason})
        return KINDS[self.kind](number)


class OneStore(Clients):
    """Every client is the store."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store

    def _quick(self, *_: object) -> Any:
        return self._store

    @property
    def _botocores(self) -> Any:
        return SimpleNamespace(dynamodb=self._store, s3=self._store, sqs=self._store)


def main(kind: str, rows: str, *works: str) -> None:
    store = Store(kind, int(rows))
    settings = Settings(
        table="orders", bucket="evidence", mediation_queue_url="q", mediation_dlq_url="d", secrets_prefix="/s/"
    )
    recourse = Cloud(settings, Clock(NOW), OneStore(store)).recourse()
    written = {work: WORK[work](recourse, store) for work in works}
    sys.stdout.write(json.dumps({"peak": peak(), "written": written}))


def _reading(recourse: Recourse) -> CaseReading:
    return recourse.case_reader.read(CASE)


def _in_lambda(text: str) -> int:
    return len(json.dumps({"statusCode": 200, "body": text}))


def show_case(recourse: Recourse, _: Store) -> int:
    return _in_lambda(fitted(whole_case(_reading(recourse))).model_dump_json())


def dossier(recourse: Recourse, _: Store) -> int:
    reading = _reading(recourse)
    return _in_lambda(fitted(show_dossier(reading.history.file, reading.case, now=NOW)).model_dump_json())


def page(recourse: Recourse, _: Store) -> int:
    reading = _reading(recourse)
    return _in_lambda(write_dossier(show_dossier(reading.history.file, reading.case, now=NOW)))


def project(recourse: Recourse, store: Store) -> int:
    recourse.projector.project(ORDER)
    return store.sent


def file(recourse: Recourse, _: Store) -> int:
    reading = _reading(recourse)
    back_then = recourse.order_histories.back_then(reading.history, NOW)
    shown = show_dossier(back_then, back_then.cases["R-1"], now=NOW)
    return len(write_filing(b'{"data":{"case":{}}}', shown))


WORK: dict[str, Callable[[Recourse, Store], int]] = {
    work.__name__: work for work in (show_case, dossier, page, project, file)
}

if __name__ == "__main__":
    main(*sys.argv[1:])

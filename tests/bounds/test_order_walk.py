"""The walk over all orders needs the same memory for any number of them, and any number of nights."""

import tracemalloc
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.aws.order_walk import OrderWalk, Place
from chalicelib.values.instants import format_instant

NOW = datetime(2026, 3, 1, tzinfo=UTC)
ROWS = 4  # of one order
PAGE = 200  # rows


class Table:
    """A table of closed orders, made page by page. It answers scans, and keeps one row."""

    def __init__(self, orders: int) -> None:
        self.orders = orders
        self.scans = 0
        self.kept: dict[str, object] = {}

    def scan(self, *, ExclusiveStartKey=None, **_):  # noqa: N803
        self.scans += 1
        start = 0 if ExclusiveStartKey is None else self._place(ExclusiveStartKey) + 1
        end = min(start + PAGE, self.orders * ROWS)
        items = [self._row(place) for place in range(start, end)]
        last = {name: items[-1][name] for name in ("PK", "SK")} if items else None
        return {"Items": items} | ({"LastEvaluatedKey": last} if end < self.orders * ROWS else {})

    def get_item(self, **_):
        return {"Item": self.kept} if self.kept else {}

    def put_item(self, *, Item, **_):  # noqa: N803
        self.kept = Item
        return {}

    def _row(self, place):
        number, row = divmod(place, ROWS)
        key = {
            "PK": {"S": f"ORDER#demo#alibaba#A-{number}"},
            "SK": {"S": f"{'CASE#R' if row == 0 else 'EVENT#'}-{row}"},
        }
        if row == 0:
            return key | {"case_status": {"S": "closed"}, "seen": {"N": str(ROWS - 1)}}
        received = format_instant(NOW - timedelta(days=30))
        return key | {"type": {"S": "return.requested"}, "received_at": {"S": received}}

    def _place(self, key):
        return int(key["PK"]["S"].rpartition("-")[2]) * ROWS + int(key["SK"]["S"].rpartition("-")[2])


def peak(orders):
    walk = OrderWalk(Table(orders), "orders")
    tracemalloc.start()
    seen = sum(walked.settled for walked in walk.orders(segment=0, segments=1, after=None, now=NOW))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert seen == orders
    return most


def test_memory_does_not_grow_with_the_number_of_orders():
    """It holds number 123 of docs/reliability.md. It is tried with 3,000 orders, and meant for 1,000,000."""
    assert peak(3_000) < 1.5 * peak(500)


@pytest.mark.parametrize("a_night", [7, 75, 299])
def test_nights_of_any_length_come_to_every_order_once(a_night):
    """It holds number 123 of docs/reliability.md."""
    table = Table(300)
    walk = OrderWalk(table, "orders")
    seen: list[str] = []
    for _ in range(300 // a_night + 1):
        place = walk.place(segment=0, segments=1, now=NOW)
        for number, walked in enumerate(walk.orders(segment=0, segments=1, after=place.last, now=NOW), start=1):
            seen.append(walked.order.order_number)
            if number == a_night:
                walk.keep(Place(walked.last, place.since), segment=0, segments=1)
                break
        if len(seen) >= 300:
            break

    assert seen == [f"A-{number}" for number in range(300)]

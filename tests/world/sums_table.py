"""A table in memory for daily sums, and the case rows of merchants, for tests with very many of them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from chalicelib.aws.case_items import CaseRow
from chalicelib.aws.case_rows import CasePage
from chalicelib.aws.keys import Item
from chalicelib.aws.registry import Connection


class Killed(Exception):
    """The process ended here."""


@dataclass
class SumsTable:
    """It answers the calls of the store of sums. A Query takes a page of so many rows, and a call may be the last."""

    page: int = 1_000
    calls_left: int | None = None
    rows: dict[tuple[str, str], Item] = field(default_factory=dict)
    calls: Counter[str] = field(default_factory=Counter)

    def get_item(self, *, Key, **_):  # noqa: N803
        self._call("GetItem")
        row = self.rows.get(_place(Key))
        return {} if row is None else {"Item": row}

    def put_item(self, *, Item, **_):  # noqa: N803
        self._call("PutItem")
        self.rows[_place(Item)] = Item
        return {}

    def batch_write_item(self, *, RequestItems):  # noqa: N803
        self._call("BatchWriteItem")
        ((_, requests),) = RequestItems.items()
        assert len(requests) <= 25
        for request in requests:
            item = request["PutRequest"]["Item"]
            self.rows[_place(item)] = item
        return {}

    def query(self, *, ExpressionAttributeValues, ExclusiveStartKey=None, **_):  # noqa: N803
        self._call("Query")
        sums, first, last = (ExpressionAttributeValues[name]["S"] for name in (":sums", ":first", ":last"))
        places = sorted((place for place in self.rows if place[0] == sums and first <= place[1] <= last), reverse=True)
        if ExclusiveStartKey is not None:
            places = [place for place in places if place < _place(ExclusiveStartKey)]
        found = [self.rows[place] for place in places[: self.page]]
        more = {"LastEvaluatedKey": found[-1]} if len(places) > self.page else {}
        return {"Items": found} | more

    def _call(self, name):
        if self.calls_left == 0:
            raise Killed
        if self.calls_left is not None:
            self.calls_left -= 1
        self.calls[name] += 1


def _place(key):
    return key["PK"]["S"], key["SK"]["S"]


@dataclass
class ListedCases:
    """Case rows by merchant, newest change first, and the registry's merchants."""

    rows: dict[str, list[CaseRow]]
    most: int = 1_000  # rows that one query reads
    queries: int = 0

    def page(self, merchant, wanted, *, limit, position=None, queries):
        assert queries == 1
        self.queries += 1
        start = int(position or 0)
        read = self.rows[merchant][start : start + min(limit, self.most)]
        end = start + len(read)
        matching = tuple(row for row in read if wanted.selects(row))
        return CasePage(matching, str(end) if end < len(self.rows[merchant]) else None)

    def all(self) -> Iterator[Connection]:
        for merchant in self.rows:
            yield Connection(
                name=merchant, merchant=merchant, marketplace="alibaba", dialect="standard", filing_url=None
            )

"""Case rows: the read model for lists and deadlines, which only the projector writes and can always rewrite."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from botocore.client import BaseClient
from botocore.exceptions import ClientError

from chalicelib.aws import keys
from chalicelib.aws.failures import CONDITION_FAILED, error_code, named_failures
from chalicelib.aws.keys import Item
from chalicelib.aws.packing import instant, instant_or_none, text, text_or_none, texts
from chalicelib.aws.paging import every_page
from chalicelib.values.identifiers import CaseKey
from chalicelib.values.instants import format_instant

_QUERIES_A_PAGE = 5  # if a filter matches few rows, the page ends early


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """A case as of its latest fold.

    `seen` counts the rows of that fold. `due_at` is the deadline that people see. `expires_at` is the next instant at
    which a deadline acts. `summary` and `record` are JSON.
    """

    case: CaseKey
    status: str
    changed_at: datetime
    seen: int
    summary: str
    record: str | None = None
    opened_at: datetime | None = None
    due_at: datetime | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """A filter for a merchant's cases.

    A field that is None matches every case. `opened_from` is included, and `opened_before` is not.
    """

    status: str | None = None
    order_number: str | None = None
    due_before: datetime | None = None
    opened_from: datetime | None = None
    opened_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class CasePage:
    """A page of rows, and the position of the next page.

    Returns None at the end of the list.
    """

    rows: tuple[CaseRow, ...]
    position: str | None


class UnknownPosition(Exception):
    """Raised if no page of this list can have ended at this position."""


class CaseRows:
    """The case rows of all orders, in one table with two indexes."""

    def __init__(self, client: BaseClient, table: str) -> None:
        self._client = client
        self._table = table

    def save(self, row: CaseRow) -> bool:
        """Save a row unless the saved row comes from a longer log.

        Returns False if it does.

        Why: a log only grows, so the fold of more rows is the newer one. A damaged row without a count is overwritten.
        """
        with named_failures():
            try:
                self._client.put_item(
                    TableName=self._table,
                    Item=_item(row),
                    ConditionExpression="attribute_not_exists(seen) OR seen <= :seen",
                    ExpressionAttributeValues={":seen": {"N": str(row.seen)}},
                )
            except ClientError as error:
                if error_code(error) != CONDITION_FAILED:
                    raise
                return False
        return True

    def page(
        self,
        merchant: str,
        wanted: CaseFilter,
        *,
        limit: int,
        position: str | None = None,
        queries: int = _QUERIES_A_PAGE,
    ) -> CasePage:
        """List a merchant's cases after a position, newest change first.

        Raises UnknownPosition if the position is forged.
        """
        request = _list_request(self._table, merchant, wanted) | {"Limit": limit}
        rows: list[CaseRow] = []
        for _ in range(queries):
            items, position = self._query(request | _start(merchant, position))
            rows += read_case_rows(items)
            if len(rows) > limit:
                rows, position = rows[:limit], _position(rows[limit - 1])
            if len(rows) == limit or position is None:
                break
        return CasePage(tuple(rows), position)

    def expired(self, until: datetime) -> Iterator[CaseRow]:
        """Yield the cases with a deadline that acts until then, earliest first in each shard."""
        for shard in keys.due_partitions():
            request: dict[str, object] = {
                "TableName": self._table,
                "IndexName": keys.BY_DEADLINE,
                "KeyConditionExpression": "due_pk = :shard AND due_sk < :end",
                "ExpressionAttributeValues": texts(**{":shard": shard, ":end": _just_after(until)}),
            }
            for page in every_page(self._client, "query", request):
                yield from read_case_rows(page)

    def _query(self, request: dict[str, object]) -> tuple[list[Item], str | None]:
        with named_failures():
            response = self._client.query(**request)
        last = response.get("LastEvaluatedKey")
        return response["Items"], None if last is None else text(last, "list_sk")


def read_case_rows(items: Iterable[Item]) -> Iterator[CaseRow]:
    """Read case rows from the table or an index.

    A damaged row is skipped, and the reconciler rewrites it.
    """
    for item in items:
        with suppress(KeyError, TypeError, ValueError):
            yield _read(item)


def _read(item: Item) -> CaseRow:
    order = keys.read_order_partition(text(item, "PK"))
    return CaseRow(
        case=CaseKey(order, text(item, "SK").removeprefix(keys.CASE)),
        status=text(item, "case_status"),
        changed_at=instant(item, "changed_at"),
        seen=int(str(item["seen"]["N"])),
        summary=text(item, "summary"),
        record=text_or_none(item, "record"),
        opened_at=instant_or_none(item, "opened_at"),
        due_at=instant_or_none(item, "due_at"),
        expires_at=instant_or_none(item, "rings_at"),
    )


def _item(row: CaseRow) -> Item:
    return {
        **keys.case_key(row.case),
        "seen": {"N": str(row.seen)},
        **texts(
            list_pk=keys.list_partition(row.case.order.merchant),
            list_sk=_position(row),
            order_number=row.case.order.order_number,
            case_status=row.status,
            changed_at=format_instant(row.changed_at),
            summary=row.summary,
            record=row.record,
            opened_at=format_instant(row.opened_at) if row.opened_at else None,
            due_at=format_instant(row.due_at) if row.due_at else None,
            rings_at=format_instant(row.expires_at) if row.expires_at else None,
            due_pk=keys.due_partition(row.case) if row.expires_at else None,
            due_sk=keys.due_sort(row.case, row.expires_at) if row.expires_at else None,
        ),
    }


def _just_after(instant: datetime) -> str:
    return f"{format_instant(instant)}$"  # every instant in a key ends with `#`, and `$` sorts after `#`


def _position(row: CaseRow) -> str:
    return keys.list_sort(row.case, row.changed_at)


def _start(merchant: str, position: str | None) -> dict[str, object]:
    if position is None:
        return {}
    start = keys.list_start(merchant, position)
    if start is None:
        raise UnknownPosition
    return {"ExclusiveStartKey": start}


def _list_request(table: str, merchant: str, wanted: CaseFilter) -> dict[str, object]:
    clauses = {
        "case_status = :status": (":status", wanted.status),
        "order_number = :order": (":order", wanted.order_number),
        "due_at < :due": (":due", _bound(wanted.due_before)),
        "opened_at >= :from": (":from", _bound(wanted.opened_from)),
        "opened_at < :before": (":before", _bound(wanted.opened_before)),
    }
    conditions = {clause: value for clause, value in clauses.items() if value[1] is not None}
    # A case that last changed before the period was also opened before it.
    since = "" if wanted.opened_from is None else " AND list_sk >= :from"
    request: dict[str, object] = {
        "TableName": table,
        "IndexName": keys.BY_CHANGE,
        "ScanIndexForward": False,
        "KeyConditionExpression": f"list_pk = :merchant{since}",
        "ExpressionAttributeValues": texts(**{":merchant": keys.list_partition(merchant)}, **dict(conditions.values())),
    }
    return request | ({"FilterExpression": " AND ".join(conditions)} if conditions else {})


def _bound(instant: datetime | None) -> str | None:
    return format_instant(instant) if instant else None

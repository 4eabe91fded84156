"""Lists of cases: the filter, the order, and the Query that an index needs for them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from chalicelib.advice.turn import Who
from chalicelib.aws import keys
from chalicelib.aws.case_items import CaseRow
from chalicelib.aws.keys import Key
from chalicelib.aws.packing import texts
from chalicelib.values.instants import format_instant
from chalicelib.values.reading import as_read
from chalicelib.values.states import OPEN
from chalicelib.values.vocabulary import Status

Query = dict[str, object]


class UnknownPosition(Exception):
    """Raised if no page of this list can have ended at this position."""


class Sort(StrEnum):
    """The order of a list: the newest change first, or open cases by their deadline, those without one last."""

    CHANGED = "changed"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """A filter for a merchant's cases, and their order.

    A field that is None matches every case. `words` are a part of what is written on a parcel, of an id, or of the
    customer's name. `at_work` matches every case for which somebody has to act. `opened_from`
    is included, and `opened_before` is not.
    """

    status: str | None = None
    order_number: str | None = None
    marketplace: str | None = None
    reason: str | None = None
    turn: Who | None = None
    words: str | None = None
    at_work: bool = False
    due_before: datetime | None = None
    opened_from: datetime | None = None
    opened_before: datetime | None = None
    sort: Sort = Sort.CHANGED

    @property
    def has_work(self) -> bool:
        """True if only cases with work to do can match, of which there are few beside all cases."""
        return self.status in OPEN or self.due_before is not None or self.reaches_closed

    @property
    def reaches_closed(self) -> bool:
        """True if closed cases with work to do can match: those without a root cause, or with money to pay."""
        return self.at_work or self.turn not in {None, Who.NOBODY}

    def matches(self, row: CaseRow) -> bool:
        """Compare what the store does not filter by: parts of the row's key and of its summary."""
        order = row.case.order
        return (
            self.order_number in {None, order.order_number}
            and self.marketplace in {None, order.marketplace}
            and self.reason in {None, row.reason}
            and (self.turn is None or (row.whose is not None and self.turn is row.whose.who))
            and (self.words is None or as_read(self.words) in row.searched)
        )

    def selects(self, row: CaseRow) -> bool:
        """Compare everything, for a row that the store has not filtered."""
        is_due = self.due_before is None or (row.due_at is not None and row.due_at < self.due_before)
        return self.matches(row) and is_due and self.status in {None, row.status} and self._is_of_period(row)

    def _is_of_period(self, row: CaseRow) -> bool:
        if row.opened_at is None:
            return self.opened_from is None and self.opened_before is None
        begins = self.opened_from is None or self.opened_from <= row.opened_at
        return begins and (self.opened_before is None or row.opened_at < self.opened_before)


@dataclass(frozen=True, slots=True)
class CaseIndex:
    """An index that lists a merchant's cases.

    `within` bounds its sort key by a filter. `position` is where a row stands in it, and `start` the key of a position.
    """

    name: str
    partition: Callable[[str], dict[str, str]]
    within: Callable[[CaseFilter], tuple[str, dict[str, str]]]
    sort_key: str
    position: Callable[[CaseRow], str]
    start: Callable[[str, str], Key | None]
    forward: bool

    def query(self, table: str, merchant: str, wanted: CaseFilter) -> Query:
        """Make the Query for the first page."""
        ((partition, value),) = self.partition(merchant).items()
        clause, bounds = self.within(wanted)
        conditions = _conditions(wanted)
        values = {":merchant": value, **bounds, **dict(conditions.values())}
        request: Query = {
            "TableName": table,
            "IndexName": self.name,
            "ScanIndexForward": self.forward,
            "KeyConditionExpression": f"{partition} = :merchant{clause}",
            "ExpressionAttributeValues": texts(**values),
        }
        return request | ({"FilterExpression": " AND ".join(conditions)} if conditions else {})

    def after(self, merchant: str, position: str | None) -> Query:
        """Make the part of a Query that lets it start after a position.

        Raises UnknownPosition if the position is forged.
        """
        if position is None:
            return {}
        start = self.start(merchant, position)
        if start is None:
            raise UnknownPosition
        return {"ExclusiveStartKey": start}


def _changed_since(wanted: CaseFilter) -> tuple[str, dict[str, str]]:
    """Skip what last changed before the period, because it was opened before the period too."""
    if wanted.opened_from is None:
        return "", {}
    return " AND list_sk >= :since", {":since": format_instant(wanted.opened_from)}


def _due_until(wanted: CaseFilter) -> tuple[str, dict[str, str]]:
    """Skip what is due later, or what is closed, which comes last."""
    if wanted.due_before is None and wanted.reaches_closed:
        return "", {}
    end = keys.OPEN_END if wanted.due_before is None else format_instant(wanted.due_before)
    return " AND open_sk < :end", {":end": end}


BY_CHANGE: Final = CaseIndex(
    name=keys.BY_CHANGE,
    partition=lambda merchant: {"list_pk": keys.list_partition(merchant)},
    within=_changed_since,
    sort_key="list_sk",
    position=lambda row: keys.list_sort(row.case, row.changed_at),
    start=keys.list_start,
    forward=False,
)
WITH_WORK: Final = CaseIndex(
    name=keys.OPEN,
    partition=lambda merchant: {"open_pk": keys.open_partition(merchant)},
    within=_due_until,
    sort_key="open_sk",
    position=lambda row: keys.open_sort(row.case, row.due_at, closed=row.status == Status.CLOSED),
    start=keys.open_start,
    forward=True,
)


def _conditions(wanted: CaseFilter) -> dict[str, tuple[str, str]]:
    clauses = {
        "case_status = :status": (":status", wanted.status),
        "case_status <> :closed": (":closed", Status.CLOSED if wanted.sort is Sort.DEADLINE else None),
        "due_at < :due": (":due", _bound(wanted.due_before)),
        "opened_at >= :from": (":from", _bound(wanted.opened_from)),
        "opened_at < :before": (":before", _bound(wanted.opened_before)),
    }
    return {clause: (name, value) for clause, (name, value) in clauses.items() if value is not None}


def _bound(instant: datetime | None) -> str | None:
    return format_instant(instant) if instant else None

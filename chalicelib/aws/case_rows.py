"""Case rows: the read model for lists and deadlines, which only the projector writes and can always rewrite."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from botocore.exceptions import ClientError

from chalicelib.aws import keys
from chalicelib.aws.case_items import CaseRow, case_item, read_case_rows
from chalicelib.aws.case_lists import BY_CHANGE, WITH_WORK, CaseFilter, CaseIndex, Sort
from chalicelib.aws.client import AwsClient
from chalicelib.aws.failures import CONDITION_FAILED, error_code, named_failures
from chalicelib.aws.keys import Item
from chalicelib.aws.packing import text, texts
from chalicelib.aws.paging import every_page
from chalicelib.values.identifiers import CaseKey, OrderKey
from chalicelib.values.instants import format_instant

_QUERIES_A_PAGE = 5  # if a filter matches few rows, the page ends early
_SEARCHED = 500  # cases of one query of a search, under 1 MB
_QUERIES_OF_WORK = 12  # of 1 MB each: about 15,000 cases


@dataclass(frozen=True, slots=True)
class CasePage:
    """A page of rows, and the position of the next page.

    Returns None at the end of the list.
    """

    rows: tuple[CaseRow, ...]
    position: str | None


@dataclass(frozen=True, slots=True)
class DueCase:
    """A case with a deadline that has to act, and the instant at which it does."""

    case: CaseKey
    expires_at: datetime


class CaseRows:
    """The case rows of all orders, in one table with three indexes."""

    def __init__(self, client: AwsClient, table: str) -> None:
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
                    Item=case_item(row),
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
        """List a merchant's cases after a position, in the order of the filter.

        Raises UnknownPosition if the position is forged.
        """
        if wanted.sort is Sort.CHANGED and wanted.has_work:
            rows = self._with_work(merchant, wanted)
            if rows is not None:
                return newest_first(merchant, rows, limit=limit, position=position)
        walk = _Walk(WITH_WORK if wanted.sort is Sort.DEADLINE else BY_CHANGE, merchant, wanted)
        return self._walk(walk, limit=limit, position=position, queries=queries)

    def work(self, merchant: str, *, most: int) -> CasePage:
        """List the cases of a merchant for which somebody has to act, by their deadline, closed ones last.

        The page has a position if there are more.
        """
        walk = _Walk(WITH_WORK, merchant, CaseFilter(at_work=True))
        return self._walk(walk, limit=most, position=None, queries=_QUERIES_OF_WORK)

    def of_order(self, order: OrderKey) -> Iterator[CaseRow]:
        """Yield the case rows of an order."""
        request: dict[str, object] = {
            "TableName": self._table,
            "KeyConditionExpression": "PK = :order AND begins_with(SK, :case)",
            "ExpressionAttributeValues": texts(**{":order": keys.order_partition(order), ":case": keys.CASE}),
        }
        for page in every_page(self._client, "query", request):
            yield from read_case_rows(page)

    def expired(self, until: datetime) -> Iterator[DueCase]:
        """Yield the cases with a deadline that acts until then, earliest first in each shard."""
        for shard in keys.due_partitions():
            request: dict[str, object] = {
                "TableName": self._table,
                "IndexName": keys.DUE,
                "KeyConditionExpression": "due_pk = :shard AND due_sk < :end",
                "ExpressionAttributeValues": texts(**{":shard": shard, ":end": _just_after(until)}),
            }
            for page in every_page(self._client, "query", request):
                for item in page:
                    with suppress(KeyError, TypeError, ValueError):
                        yield DueCase(keys.read_case_key(item), keys.read_due_sort(text(item, "due_sk")))

    def _walk(self, walk: "_Walk", *, limit: int, position: str | None, queries: int) -> CasePage:
        """Read an index from a position until the page is full, or its queries are used up."""
        rows: list[CaseRow] = []
        for _ in range(queries):
            items, position = self._query(walk, limit=limit, position=position)
            rows += filter(walk.wanted.matches, read_case_rows(items))
            if len(rows) > limit:
                rows, position = rows[:limit], walk.index.position(rows[limit - 1])
            if len(rows) == limit or position is None:
                break
        return CasePage(tuple(rows), position)

    def _query(self, walk: "_Walk", *, limit: int, position: str | None) -> tuple[list[Item], str | None]:
        most = limit if walk.wanted.words is None else max(limit, _SEARCHED)
        request = walk.index.query(self._table, walk.merchant, walk.wanted) | {"Limit": most}
        with named_failures():
            response = self._client.query(**request, **walk.index.after(walk.merchant, position))
        last = response.get("LastEvaluatedKey")
        return response["Items"], None if last is None else text(last, walk.index.sort_key)

    def _with_work(self, merchant: str, wanted: CaseFilter) -> list[CaseRow] | None:
        """Read all cases with work to do that match.

        Returns None if there are too many to read for one page.
        """
        pages = every_page(self._client, "query", WITH_WORK.query(self._table, merchant, wanted))
        rows: list[CaseRow] = []
        for number, items in enumerate(pages):
            if number == _QUERIES_OF_WORK:
                return None
            rows += filter(wanted.matches, read_case_rows(items))
        return rows


@dataclass(frozen=True, slots=True)
class _Walk:
    index: CaseIndex
    merchant: str
    wanted: CaseFilter


def newest_first(merchant: str, rows: list[CaseRow], *, limit: int, position: str | None) -> CasePage:
    """Make the page of rows that follows a position, newest change first.

    Raises UnknownPosition if the position is forged.
    """
    BY_CHANGE.after(merchant, position)
    by_position = {BY_CHANGE.position(row): row for row in rows}
    following = sorted((place for place in by_position if position is None or place < position), reverse=True)
    page = tuple(by_position[place] for place in following[:limit])
    return CasePage(page, following[limit - 1] if len(following) > limit else None)


def _just_after(instant: datetime) -> str:
    return f"{format_instant(instant)}$"  # the first edition wrote `#` and the case after the instant

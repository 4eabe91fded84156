"""The search in a merchant's cases: by a filter, an order number, or words."""

from collections.abc import Iterator

from chalicelib.aws.case_items import CaseRow
from chalicelib.aws.case_lists import CaseFilter, Sort
from chalicelib.aws.case_rows import CasePage, CaseRows, newest_first
from chalicelib.aws.registry import ConnectionRegistry
from chalicelib.values.identifiers import OrderKey, is_identifier


class CaseSearch:
    """Lists cases. An order number is found at once, with one Query for each marketplace of the merchant."""

    def __init__(self, *, case_rows: CaseRows, registry: ConnectionRegistry) -> None:
        self._case_rows = case_rows
        self._registry = registry

    def page(self, merchant: str, wanted: CaseFilter, *, limit: int, position: str | None) -> CasePage:
        """List a page of cases after a position.

        Raises UnknownPosition if the position is forged.
        """
        if wanted.order_number is not None and wanted.sort is Sort.CHANGED:
            rows = list(self._of_order(merchant, wanted.order_number, wanted))
            return newest_first(merchant, rows, limit=limit, position=position)
        if wanted.words is not None:
            return self._search(merchant, wanted, wanted.words, limit=limit, position=position)
        return self._case_rows.page(merchant, wanted, limit=limit, position=position)

    def _search(self, merchant: str, wanted: CaseFilter, words: str, *, limit: int, position: str | None) -> CasePage:
        """List the cases of the order of that number first, and then what else contains the words.

        Limits: an order with as many cases as a page has is not listed first.
        """
        named = tuple(self._of_order(merchant, words, wanted))
        first = named if len(named) < limit else ()
        room = limit if position else limit - len(first)
        rest = self._case_rows.page(merchant, wanted, limit=room, position=position)
        known = {row.case for row in first}
        others = tuple(row for row in rest.rows if row.case not in known)
        return CasePage(others if position else (*first, *others), rest.position)

    def _of_order(self, merchant: str, order_number: str, wanted: CaseFilter) -> Iterator[CaseRow]:
        if not is_identifier(order_number):
            return
        marketplaces = {each.marketplace for each in self._registry.all() if each.merchant == merchant}
        for marketplace in sorted(marketplaces):
            rows = self._case_rows.of_order(OrderKey(merchant, marketplace, order_number))
            yield from filter(wanted.selects, rows)

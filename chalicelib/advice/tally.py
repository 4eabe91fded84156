"""A tally: returns counted by what they have in common, with the rare keys in one row.

Two tallies add up to the tally of all their returns, so that days can be counted apart.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from chalicelib.advice.case_record import Sum
from chalicelib.values.reading import as_read

_as_read = lru_cache(10_000)(as_read)  # few words are in very many returns


@dataclass(frozen=True, slots=True)
class Row:
    """Returns with something in common.

    `key` None: not known (no carrier, no outcome yet, no room for the article). `others` is the number of rare keys
    that one row sums up, and its cases count once for each of them.
    """

    key: str | None
    cases: int
    quantity: int
    refunded: tuple[Sum, ...]
    others: int | None = None


@dataclass(slots=True)
class _Count:
    key: str | None
    cases: int = 0
    quantity: int = 0
    refunded: Counter[str] = field(default_factory=Counter)

    def add(self, row: Row) -> None:
        """Add a row. Its spelling of the key counts if it is earlier in the alphabet."""
        if self.key is not None and row.key is not None:
            self.key = min(self.key, row.key)
        self.cases += row.cases
        self.quantity += row.quantity
        for each in row.refunded:
            self.refunded[each.currency] += each.minor

    def shown(self, *, others: int | None = None) -> Row:
        return Row(self.key, self.cases, self.quantity, _added_up(self.refunded), others)


class Tally:
    """Adds rows up. What reads alike is one row, under the first of its spellings by the alphabet."""

    def __init__(self) -> None:
        self._counts: dict[str | None, _Count] = {}
        self._rare = _Count(None)
        self._rare_keys = 0

    def add(self, row: Row) -> None:
        """Add a row: that of a key, or one that sums up rare keys."""
        if row.others is not None:
            self._rare.add(row)
            self._rare_keys += row.others
            return
        key = None if row.key is None else _as_read(row.key)
        count = self._counts.get(key)
        if count is None:
            count = self._counts[key] = _Count(row.key)
        count.add(row)

    def add_all(self, rows: Iterable[Row]) -> None:
        """Add many rows."""
        for row in rows:
            self.add(row)

    def rows(self, most: int) -> tuple[Row, ...]:
        """Return the most frequent keys, and one row that sums up all others."""
        rows = [count.shown() for count in self._counts.values()]
        rows.sort(key=lambda row: (-row.cases, row.key is None, row.key or ""))
        rare = _Count(None, self._rare.cases, self._rare.quantity, Counter(self._rare.refunded))
        for row in rows[most:]:
            rare.add(row)
        keys = self._rare_keys + len(rows[most:])
        return (*rows[:most], rare.shown(others=keys)) if keys else tuple(rows)


def _added_up(refunded: Mapping[str, int]) -> tuple[Sum, ...]:
    return tuple(Sum(minor=minor, currency=currency) for currency, minor in sorted(refunded.items()))

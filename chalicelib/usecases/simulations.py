"""Simulating: past orders folded again as if another policy had always been in force; nothing is written."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.advice.simulation import Difference, as_if_always, differences
from chalicelib.aws.case_rows import CaseFilter, CaseRow, CaseRows
from chalicelib.domain.case import Case
from chalicelib.domain.policy import Policy
from chalicelib.usecases.order_history import Histories
from chalicelib.values.identifiers import OrderKey

MOST_CASES = 500
LONGEST = timedelta(seconds=10)  # half of what a function has: the answer is wanted too


@dataclass(frozen=True, slots=True)
class Changed:
    """A case that would have come out otherwise."""

    case: Case
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Simulation:
    """How many cases were folded again, those that changed, and whether there were more than could be."""

    simulated: int
    changed: tuple[Changed, ...]
    truncated: bool


class Simulating:
    """Folds a merchant's cases, the newest changed first, under their own policy and under another."""

    def __init__(self, *, case_rows: CaseRows, histories: Histories, clock: Callable[[], datetime]) -> None:
        self._case_rows = case_rows
        self._histories = histories
        self._clock = clock

    def simulate(self, merchant: str, policy: Policy, wanted: CaseFilter) -> Simulation:
        """Fold as many cases as there is time for."""
        started = self._clock()
        page = self._case_rows.page(merchant, wanted, limit=MOST_CASES)
        orders = _by_order(page.rows)
        simulated, changed = 0, list[Changed]()
        for order, names in orders.items():
            if self._clock() - started > LONGEST:
                break
            changed += self._changed(order, names, policy, as_of=started)
            simulated += len(names)
        return Simulation(simulated, tuple(changed), page.position is not None or simulated < len(page.rows))

    def _changed(self, order: OrderKey, names: list[str], policy: Policy, *, as_of: datetime) -> Iterator[Changed]:
        history = self._histories.of(order, as_of=as_of)
        book = as_if_always(policy, history.file.policies)
        would_be = self._histories.fold(order, history.rows, as_of=as_of, policies=book)
        for name in names:
            found = differences(history.file, would_be, name)
            if found:
                yield Changed(history.file.cases[name], found)


def _by_order(rows: tuple[CaseRow, ...]) -> dict[OrderKey, list[str]]:
    found: dict[OrderKey, list[str]] = {}
    for row in rows:
        found.setdefault(row.case.order, []).append(row.case.return_id)
    return found

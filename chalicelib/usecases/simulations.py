"""Simulations: past orders are folded again as if another policy had always been in force.

Nothing is written.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.advice.simulation import Difference, as_if_always, differences
from chalicelib.aws.case_items import CaseRow
from chalicelib.aws.case_lists import CaseFilter
from chalicelib.aws.case_rows import CaseRows
from chalicelib.aws.order_budget import OrderFull
from chalicelib.domain.case import Case
from chalicelib.domain.policy import Policy
from chalicelib.usecases.order_history import OrderHistories
from chalicelib.values.identifiers import OrderKey

MOST_CASES = 500
LONGEST = timedelta(seconds=10)  # half of the function's time, because the answer has to be written too


@dataclass(frozen=True, slots=True)
class ChangedCase:
    """A case that would have ended differently."""

    case: Case
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Simulation:
    """The number of simulated cases and those that changed.

    `truncated` if there was no time for all.
    """

    simulated: int
    changed: tuple[ChangedCase, ...]
    truncated: bool


class Simulations:
    """Folds a merchant's cases under their own policy and under another one, newest change first."""

    def __init__(self, *, case_rows: CaseRows, histories: OrderHistories, clock: Callable[[], datetime]) -> None:
        self._case_rows = case_rows
        self._histories = histories
        self._clock = clock

    def simulate(self, merchant: str, policy: Policy, wanted: CaseFilter) -> Simulation:
        """Simulate as many cases as there is time for."""
        started = self._clock()
        page = self._case_rows.page(merchant, wanted, limit=MOST_CASES)
        orders = _by_order(page.rows)
        simulated, changed = 0, list[ChangedCase]()
        for order, names in orders.items():
            if self._clock() - started > LONGEST:
                break
            with suppress(OrderFull):
                changed += self._changed(order, names, policy, as_of=started)
                simulated += len(names)
        return Simulation(simulated, tuple(changed), page.position is not None or simulated < len(page.rows))

    def _changed(self, order: OrderKey, names: list[str], policy: Policy, *, as_of: datetime) -> Iterator[ChangedCase]:
        history = self._histories.of(order, as_of=as_of, damaged_too=True)
        book = as_if_always(policy, history.file.policies)
        would_be = self._histories.fold(order, history.rows, as_of=as_of, policies=book)
        for name in names:
            changes = differences(history.file, would_be, name)
            if changes:
                yield ChangedCase(history.file.cases[name], changes)


def _by_order(rows: tuple[CaseRow, ...]) -> dict[OrderKey, list[str]]:
    names: dict[OrderKey, list[str]] = {}
    for row in rows:
        names.setdefault(row.case.order, []).append(row.case.return_id)
    return names

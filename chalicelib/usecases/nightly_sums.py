"""The nightly sums: makes the daily sums of every merchant anew from its case rows, for reports of long periods.

A round is one walk over the case rows of each merchant, and each night goes on where the last one stopped. Nothing is
added to sums that are there: a walk writes its own, in parts, and readers see them when all of them are there.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from chalicelib.advice.case_record import CaseRecord
from chalicelib.advice.reasons_report import By, shares
from chalicelib.advice.tally import Tally
from chalicelib.aws.case_lists import CaseFilter
from chalicelib.aws.case_rows import CaseRows
from chalicelib.aws.daily_sums import DailySums, DaySums, SumsPlace, day_of
from chalicelib.aws.failures import StoreUnavailable
from chalicelib.aws.registry import ConnectionRegistry
from chalicelib.logbook import Logbook
from chalicelib.usecases.reports import records_of

FOR_OTHERS: Final = 450.0  # seconds of the night, half of the function's time, which the reconciler has for itself
CASES_A_PART: Final = 50_000
LONGEST_ROUND: Final = 7  # days
_CASES_A_QUERY: Final = 1_000  # about 1 MB


@dataclass(frozen=True, slots=True)
class SumsMade:
    """The result of a night: the cases it counted, and the merchants whose sums it published.

    `complete` if the round came to its end.
    """

    cases: int
    merchants: int
    complete: bool


@dataclass(slots=True)
class _Night:
    seconds_left: Callable[[], float]
    cases: int = 0
    merchants: int = 0

    @property
    def is_over(self) -> bool:
        return self.seconds_left() < FOR_OTHERS


class NightlySums:
    """Makes the daily sums, and is their only writer."""

    def __init__(
        self,
        *,
        registry: ConnectionRegistry,
        case_rows: CaseRows,
        sums: DailySums,
        clock: Callable[[], datetime],
        logbook: Logbook,
    ) -> None:
        self._registry = registry
        self._case_rows = case_rows
        self._sums = sums
        self._clock = clock
        self._logbook = logbook

    def run(self, *, seconds_left: Callable[[], float]) -> SumsMade:
        """Go on with the round while there is time, and write how far it came.

        If AWS does not answer, the next night goes on from the place that was kept last.
        """
        night, since, complete = _Night(seconds_left), self._clock(), False
        try:
            place = self._sums.place(since)
            since = place.round_began
            complete = self._go_on(place, night)
        except StoreUnavailable as failure:
            self._logbook.failure("sums_delayed", code=failure.code, alarming=failure.needs_person)
        days = (self._clock() - since).days
        log = self._logbook.note if days < LONGEST_ROUND else self._logbook.alarm
        log("sums_made", cases=night.cases, merchants=night.merchants, complete=str(complete).lower(), days=days)
        return SumsMade(night.cases, night.merchants, complete)

    def _go_on(self, place: SumsPlace, night: _Night) -> bool:
        """Walk over the rows of each merchant that the round has not come to. Returns True at its end."""
        for merchant in self._merchants_from(place):
            if merchant != place.merchant:
                place = SumsPlace(round_began=place.round_began, merchant=merchant, began=self._clock())
            while place.began is not None:
                if night.is_over:
                    return False
                place = self._make_part(place, place.began, night)
        self._sums.end_round()
        return True

    def _merchants_from(self, place: SumsPlace) -> list[str]:
        """Return the merchants after a place by the alphabet, and the one whose walk is not complete."""
        merchants = sorted({connection.merchant for connection in self._registry.all()})
        if place.began is None:
            return [merchant for merchant in merchants if merchant > place.merchant]
        return [merchant for merchant in merchants if merchant >= place.merchant]

    def _make_part(self, place: SumsPlace, walk: datetime, night: _Night) -> SumsPlace:
        """Count the next part of a merchant's rows and write it. Publishes the walk if it was the last part.

        Returns the next place. It is kept after the part is written, so a part that was interrupted is made again.
        """
        days, position = self._count(place, night)
        self._sums.write(place.merchant, walk=walk, part=place.part, days=days)
        following = replace(place, part=place.part + 1, position=position)
        if position is None:
            self._sums.publish(place.merchant, walk)
            night.merchants += 1
            following = replace(following, began=None)
        self._sums.keep(following)
        return following

    def _count(self, place: SumsPlace, night: _Night) -> tuple[list[DaySums], str | None]:
        """Count the rows after a place until the part is full or the night is over."""
        tallies: defaultdict[tuple[str, By], Tally] = defaultdict(Tally)
        position, cases = place.position, 0
        while True:
            page = self._case_rows.page(
                place.merchant, CaseFilter(), limit=_CASES_A_QUERY, position=position, queries=1
            )
            for _, record in records_of(page.rows):
                _count_record(tallies, record)
            position, cases = page.position, cases + len(page.rows)
            if position is None or cases >= CASES_A_PART or night.is_over:
                night.cases += cases
                return [DaySums(day, by, tally) for (day, by), tally in sorted(tallies.items())], position


def _count_record(tallies: defaultdict[tuple[str, By], Tally], record: CaseRecord) -> None:
    day = day_of(record.opened_at)
    for by in By:
        tallies[day, by].add_all(shares(record, by))

"""Long orders: each edition projects an order of 500 events after one more message."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack

from bench.deliveries import Event, opened, said, stream_event
from bench.entries import Entry, Process
from bench.sides import Goal, Section, ratio, spread
from bench.store import Store

_EVENTS = 500


def measure(store: Store, recourse: Entry, first_edition: Entry | None, *, rounds: int) -> Section:
    """Measure and return the section of the page."""
    if first_edition is None:
        return Section("Long orders", "git has no first edition here, so nothing was measured.", [], [])
    spent: dict[str, list[float]] = {entry.name: [] for entry in (recourse, first_edition)}
    with ExitStack() as running:
        sides = {entry.name: _Side(store, entry, running) for entry in (recourse, first_edition)}
        for side in sides.values():
            side.append([opened("L-1").event(), *(said("L-1", str(each)).event() for each in range(2, _EVENTS))])
        for number in range(rounds):
            for name, side in sides.items():
                spent[name].append(side.append([said("L-1", f"more-{number}").event()]))
    return _section(spent, ours=spent[recourse.name], old=spent[first_edition.name])


class _Side:
    """The door and the projector of one edition."""

    def __init__(self, store: Store, entry: Entry, running: ExitStack) -> None:
        self._store = store
        self._door: Process = running.enter_context(store.process(entry))
        self._projector: Process = running.enter_context(store.process(entry, "project"))

    def append(self, events: Sequence[Event]) -> float:
        """Deliver, and project the last row. Returns the CPU seconds of the projection."""
        self._store.look()
        self._door.call(events)
        appended = self._store.look().appended
        return self._projector.call([stream_event(appended[-1:])]).cpu


def _section(spent: Mapping[str, Sequence[float]], *, ours: Sequence[float], old: Sequence[float]) -> Section:
    text = (
        f"An order of {_EVENTS} events gets {len(ours)} more messages, each of which is projected alone. The first "
        "edition is the last commit before the second began, with the libraries that ship today."
    )
    rows = [["edition", "projection, ms", "ratio"]]
    rows += [[name, f"{spread(each).middle * 1000:.0f}", str(ratio(each, old))] for name, each in spent.items()]
    goal = Goal("projecting 500 events beside the first edition's", 0.55, ratio(ours, old).middle)
    return Section("Long orders", text, rows, [goal])

"""The door: first deliveries, duplicates and forgeries, of every entry, in blocks that take turns."""

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from bench.deliveries import Event, opened
from bench.entries import Entry, Process
from bench.sides import Goal, Section, ratio, spread
from bench.store import Cost, Store

_BLOCK = 40
_FORGED = 10  # as many blocks of forgeries, because one takes a few milliseconds only
_KINDS = ("first", "duplicate", "forged")


@dataclass(slots=True)
class Side:
    """The CPU seconds of one delivery in each round, and the cost of the last block, by kind of delivery."""

    cpu: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in _KINDS})
    cost: dict[str, Cost] = field(default_factory=dict)
    statuses: dict[str, Counter[object]] = field(default_factory=lambda: {kind: Counter() for kind in _KINDS})


def measure(store: Store, entries: Sequence[Entry], *, rounds: int) -> Section:
    """Measure every entry and return the section of the page. The first entry is the one that others stand beside."""
    sides = {entry.name: Side() for entry in entries}
    with ExitStack() as running:
        processes = {entry.name: running.enter_context(store.process(entry)) for entry in entries}
        for number in range(-1, rounds):
            for name, process in processes.items():
                _round(store, process, sides[name] if number >= 0 else Side(), f"{name[0]}{number}")
    return _section(sides, beside=entries[0].name, rounds=rounds)


def _round(store: Store, process: Process, side: Side, numbers: str) -> None:
    deliveries = [opened(f"A-{numbers}-{each}") for each in range(_BLOCK)]
    genuine = [each.event() for each in deliveries]
    blocks: Mapping[str, list[Event]] = {
        "first": genuine,
        "duplicate": genuine,
        "forged": [each.event(forged=True) for each in deliveries] * _FORGED,
    }
    store.look()
    for kind, events in blocks.items():
        done = process.call(events)
        side.cpu[kind].append(done.cpu / len(events))
        side.cost[kind] = store.look()
        side.statuses[kind].update(done.statuses)


def _section(sides: Mapping[str, Side], *, beside: str, rounds: int) -> Section:
    text = (
        f"{rounds} rounds of {_BLOCK} deliveries of each kind for each entry, the entries in turn, after one round that"
        " does not count. CPU is that of the function's process. A ratio is that of the textbook in the same round: its"
        " median, and its quartiles."
    )
    rows = [["entry", "delivery", "answers", "calls", "write units", "bytes sent", "CPU, ms", "ratio"]]
    for name, side in sides.items():
        rows += [_row(name, kind, side, sides[beside]) for kind in _KINDS]
    ours, usual = sides["Recourse"], sides[beside]
    goals = [
        Goal("calls of a first delivery", 1, _calls(ours.cost["first"])),
        Goal("write units of a first delivery", 1, _units(ours.cost["first"])),
        Goal("calls of a duplicate", 1, _calls(ours.cost["duplicate"])),
        Goal("calls of a forged delivery", 0, _calls(ours.cost["forged"])),
        Goal(
            "CPU of a first delivery beside the textbook's", 0.15, ratio(ours.cpu["first"], usual.cpu["first"]).middle
        ),
        Goal(
            "CPU of a forged delivery beside the textbook's", 1.2, ratio(ours.cpu["forged"], usual.cpu["forged"]).middle
        ),
    ]
    return Section("The door", text, rows, goals)


def _row(name: str, kind: str, side: Side, beside: Side) -> list[str]:
    cost = side.cost[kind]
    return [
        name,
        kind,
        ", ".join(str(status) for status in side.statuses[kind]),
        f"{_calls(cost):g}",
        f"{_units(cost):g}",
        f"{cost.bytes_out / _BLOCK:.0f}",
        f"{spread(side.cpu[kind]).middle * 1000:.2f}",
        str(ratio(side.cpu[kind], beside.cpu[kind])),
    ]


def _calls(cost: Cost) -> float:
    return cost.calls.total() / _BLOCK


def _units(cost: Cost) -> float:
    return cost.units.total() / _BLOCK

"""The feed: what it adds to the projection of a delivery, alone and in a batch of the stream."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from bench.deliveries import opened, stream_event
from bench.entries import Entry, Process
from bench.item_size import Item
from bench.sides import Section, ratio, spread
from bench.store import Cost, Store

_BLOCK = 40
_SIZES = {"one delivery": 1, f"a batch of {_BLOCK}": _BLOCK}


@dataclass(slots=True)
class _Added:
    """The CPU seconds that the feed adds to one delivery in each round, and the cost of a block."""

    cpu: list[float] = field(default_factory=list)
    cost: Cost | None = None


def measure(store: Store, recourse: Entry, textbook: Entry, *, rounds: int) -> Section:
    """Measure and return the section of the page."""
    added, usual = {name: _Added() for name in _SIZES}, list[float]()
    with ExitStack() as running:
        door, peer = (running.enter_context(store.process(entry)) for entry in (recourse, textbook))
        projector = running.enter_context(store.process(recourse, "project"))
        for number in range(rounds):
            events = [opened(f"F-{number}-{each}").event() for each in range(_BLOCK)]
            usual.append(peer.call(events).cpu / _BLOCK)
            store.look()
            door.call(events)
            rows = store.look().appended
            projector.call([stream_event(rows)])
            for name, size in _SIZES.items():
                _add(store, projector, added[name], [rows[start : start + size] for start in range(0, _BLOCK, size)])
    return _section(added, usual, rounds)


def _add(store: Store, projector: Process, added: _Added, batches: Sequence[Sequence[Item]]) -> None:
    """Project what is projected already, without its rows and with them. The difference is the feed."""
    without = projector.call([stream_event(batch) for batch in batches]).cpu
    store.look()
    added.cpu.append((projector.call([stream_event(batch, whole=True) for batch in batches]).cpu - without) / _BLOCK)
    added.cost = store.look()


def _section(added: dict[str, _Added], usual: Sequence[float], rounds: int) -> Section:
    text = (
        f"{rounds} rounds of {_BLOCK} deliveries, which are projected already. They are projected again without their "
        "rows, and with them, which go into the feed. The difference is what the feed adds to a delivery, beside the "
        "textbook's whole work on one. It is a part of no goal."
    )
    rows = [["the stream brings", "calls of a delivery", "write units", "CPU, ms", "ratio"]]
    rows += [_row(name, each, usual) for name, each in added.items()]
    return Section("The feed", text, rows, [])


def _row(name: str, added: _Added, usual: Sequence[float]) -> list[str]:
    assert added.cost
    return [
        name,
        f"{added.cost.calls['BatchWriteItem'] / _BLOCK:g}",
        f"{added.cost.units['FEED'] / _BLOCK:g}",
        f"{spread(added.cpu).middle * 1000:.2f}",
        str(ratio(added.cpu, usual)),
    ]

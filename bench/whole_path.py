"""The whole path: a delivery at the door, and its projection from the stream, beside the textbook's one handler."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from bench.deliveries import Delivery, offered, opened, said, stream_event
from bench.entries import Entry, Process
from bench.sides import Goal, Section, ratio, spread
from bench.store import Cost, Store

_BLOCK = 40
_BESIDE = ("index open",)  # what a later part of the product adds
_STEPS: dict[str, Callable[[str], Delivery]] = {
    "new case": opened,
    "changed, deadline stands": lambda number: said(number, "1"),
    "changed, deadline moves": offered,
}


@dataclass(slots=True)
class _Step:
    """The CPU seconds of one webhook of a step in each round, and the cost of a block."""

    door: list[float] = field(default_factory=list)
    projector: list[float] = field(default_factory=list)
    usual: list[float] = field(default_factory=list)
    costs: tuple[Cost, ...] = ()

    @property
    def whole(self) -> list[float]:
        return [door + projector for door, projector in zip(self.door, self.projector, strict=True)]


def measure(store: Store, recourse: Entry, textbook: Entry, *, rounds: int) -> Section:
    """Measure and return the section of the page."""
    steps = {name: _Step() for name in _STEPS}
    with ExitStack() as running:
        door, usual = (running.enter_context(store.process(entry)) for entry in (recourse, textbook))
        projector = running.enter_context(store.process(recourse, "project"))
        for number in range(-1, rounds):
            for name, delivery in _STEPS.items():
                numbers = [f"W-{number}-{each}" for each in range(_BLOCK)]
                step = steps[name] if number >= 0 else _Step()
                _block(store, step, (door, projector, usual), [delivery(each) for each in numbers])
    return _section(steps, rounds)


def _block(store: Store, step: _Step, processes: tuple[Process, ...], deliveries: Sequence[Delivery]) -> None:
    door, projector, usual = processes
    events = [each.event() for each in deliveries]
    step.usual.append(usual.call(events).cpu / _BLOCK)
    store.look()
    step.door.append(door.call(events).cpu / _BLOCK)
    at_the_door = store.look()
    batches = [stream_event([row]) for row in at_the_door.appended]
    step.projector.append(projector.call(batches).cpu / _BLOCK)
    costs = (at_the_door, store.look())
    if not step.costs or _calls(costs) < _calls(step.costs):  # a block in which nothing was due to be read again
        step.costs = costs


def _section(steps: dict[str, _Step], rounds: int) -> Section:
    text = (
        f"{rounds} rounds of {_BLOCK} webhooks for each step. Each webhook is projected alone, which is the most "
        "that it can cost: a batch of the stream folds an order once. The textbook does all its work in its one "
        "handler. The index of open cases is a later part, and its units stand apart. The feed has its own table "
        "below. Besides, each process reads the registry once a minute, and the policies of a merchant every half "
        "minute."
    )
    rows = [["webhook", "calls", "write units", "beside them", "door, ms", "projector, ms", "ratio"]]
    rows += [_row(name, step) for name, step in steps.items()]
    goals = [
        Goal("calls of a webhook", 3, max(_calls(step.costs) for step in steps.values())),
        Goal("write units of a new case", 4, _units(steps["new case"])),
        Goal("write units of a changed case, deadline stands", 4, _units(steps["changed, deadline stands"])),
        Goal("write units of a changed case, deadline moves", 6, _units(steps["changed, deadline moves"])),
        *(
            Goal(f"CPU beside the textbook's: {name}", 0.55, ratio(step.whole, step.usual).middle)
            for name, step in steps.items()
        ),
    ]
    return Section("The whole path", text, rows, goals)


def _row(name: str, step: _Step) -> list[str]:
    return [
        name,
        f"{_calls(step.costs):g}",
        f"{_units(step):g}",
        f"{_units(step, beside=True):g}",
        f"{spread(step.door).middle * 1000:.2f}",
        f"{spread(step.projector).middle * 1000:.2f}",
        str(ratio(step.whole, step.usual)),
    ]


def _calls(costs: Sequence[Cost]) -> float:
    return sum(cost.calls.total() for cost in costs) / _BLOCK


def _units(step: _Step, *, beside: bool = False) -> float:
    """Return the units of a webhook: those of the design, or those that later parts add."""
    counted = (units for cost in step.costs for kind, units in cost.units.items() if (kind in _BESIDE) == beside)
    return sum(counted) / _BLOCK

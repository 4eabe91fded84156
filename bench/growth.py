"""Growth: the cost of a webhook to one of N orders, by the keys that its calls name."""

import random
from contextlib import ExitStack

from bench.deliveries import opened, said, stream_event
from bench.entries import Entry, Process
from bench.sides import Goal, Section
from bench.store import Cost, Store

_SIZES = (1_000, 1_000_000)
_SAMPLE = 100


def measure(store: Store, recourse: Entry) -> Section:
    """Measure and return the section of the page."""
    with ExitStack() as running:
        door, projector = (running.enter_context(store.process(recourse, handler)) for handler in ("app", "project"))
        costs = {size: _cost(store, door, projector, size) for size in _SIZES}
    text = (
        f"{_SAMPLE} orders, drawn from 1,000 and from 1,000,000, get one more message each. The store does not hold "
        "the others: it counts which partitions the calls name, and they are those of the drawn orders only. So "
        "the cost does not depend on how many others there are. How DynamoDB itself behaves at that size was not "
        "measured."
    )
    rows = [["orders", "calls", "write units", "bytes sent", "bytes received", "partitions named"]]
    rows += [[f"{size:,}", *(f"{each:g}" for each in cost)] for size, cost in costs.items()]
    growth = max(abs(many / few - 1) for few, many in zip(*costs.values(), strict=True))
    return Section("Growth", text, rows, [Goal("growth of calls, units, bytes and partitions", 0.01, growth)])


def _cost(store: Store, door: Process, projector: Process, size: int) -> list[float]:
    """Return the figures of one webhook to one of so many orders."""
    drawn = random.Random(size).sample(range(size), _SAMPLE)  # noqa: S311 - to be repeated, not guessed
    numbers = [f"G{size:07}-{each:07}" for each in drawn]
    door.call([opened(number).event() for number in numbers])
    projector.call([stream_event([row]) for row in store.look().appended])
    store.look()
    door.call([said(number, "1").event() for number in numbers])
    at_the_door = store.look()
    projector.call([stream_event([row]) for row in at_the_door.appended])
    return _figures((at_the_door, store.look()))


def _figures(cost: tuple[Cost, Cost]) -> list[float]:
    """Return calls, units, bytes out, bytes in, and partitions, of one webhook."""
    partitions = set(cost[0].partitions) | set(cost[1].partitions)
    return [
        sum(each.calls.total() for each in cost) / _SAMPLE,
        sum(each.units.total() for each in cost) / _SAMPLE,
        sum(each.bytes_out for each in cost) / _SAMPLE,
        sum(each.bytes_in for each in cost) / _SAMPLE,
        len(partitions) / _SAMPLE,
    ]

"""Cold starts: a new process imports the entry, and answers its first webhook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bench.deliveries import opened
from bench.entries import Entry
from bench.sides import Goal, Section, ratio, spread
from bench.store import Store


@dataclass(slots=True)
class _Start:
    """The CPU seconds of each start: the import alone, the import as in Lambda, and up to the first webhook."""

    alone: list[float] = field(default_factory=list)
    loaded: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)


def measure(store: Store, entries: Sequence[Entry], *, rounds: int) -> Section:
    """Measure every entry and return the section of the page. The first entry is the one that others stand beside."""
    starts = {entry.name: _Start() for entry in entries}
    for number in range(rounds):
        for entry in entries:
            _start(store, entry, starts[entry.name], number)
    return _section(starts, starts[entries[0].name], rounds)


def _start(store: Store, entry: Entry, start: _Start, number: int) -> None:
    with store.process(entry, ready=False) as process:
        start.alone.append(process.loaded.cpu)
    with store.process(entry) as process:
        start.loaded.append(process.loaded.cpu)
        start.first.append(process.loaded.cpu + process.call([opened(f"C-{number}").event()]).cpu)


def _section(starts: Mapping[str, _Start], beside: _Start, rounds: int) -> Section:
    text = (
        f"{rounds} new processes of each entry, in turn. The peers are as `chalice package` or pip leaves them, "
        "with boto3 in the zip and nothing compiled. Recourse is as `make package` leaves it, and takes botocore's "
        "errors from the runtime. Its import in Lambda ends with the clients, the dialects, one read of the "
        "registry and one of the secrets. The import alone is without that."
    )
    rows = [["entry", "import alone, ms", "ratio", "import in Lambda, ms", "import to first webhook, ms", "ratio"]]
    rows += [
        [
            name,
            f"{spread(start.alone).middle * 1000:.0f}",
            str(ratio(start.alone, beside.alone)),
            f"{spread(start.loaded).middle * 1000:.0f}",
            f"{spread(start.first).middle * 1000:.0f}",
            str(ratio(start.first, beside.first)),
        ]
        for name, start in starts.items()
    ]
    ours = starts["Recourse"]
    goals = [
        Goal("import alone beside the textbook's", 0.27, ratio(ours.alone, beside.alone).middle),
        Goal("import to first webhook beside the textbook's", 0.40, ratio(ours.first, beside.first).middle),
    ]
    return Section("Cold starts", text, rows, goals)

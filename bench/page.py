"""The page that a run writes: every figure with its goal, and what falls short."""

import os
import platform
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from bench.sides import Goal, Section

_HEAD = """# Performance

`make bench` wrote this page, from one run in which the sides took turns. Ratios of one run can be compared;
milliseconds depend on the machine. Every entry runs from its package, in a process of its own, and calls a store over
TLS on connections that stay open. The store is a small server on the same machine, which answers at once and counts.
So the CPU is that of the function's own process, and nothing here is a figure of AWS.

The peers are in `bench/peers/`: *textbook* is the handler that tutorials write (Chalice and boto3, six calls); *lean*
needs one conditional put and one update; *powertools* is Powertools' resolver, parser and idempotency around the
textbook's work; *fastapi* is FastAPI behind Mangum with the lean handler's two calls. They keep the latest state of a
case and know none of the rules, deadlines and conflicts that Recourse decides. They send what they have to tell from
the handler, or not at all.
"""


def lines(sections: Sequence[Section], *, seconds: float) -> Iterator[str]:
    """Yield the lines of the page."""
    yield _HEAD
    yield (
        f"This run: {datetime.now(UTC):%d %B %Y}, Python {platform.python_version()}, {os.cpu_count()} processors of"
        f" {platform.machine()}, load {os.getloadavg()[0]:.1f} at its end, {seconds:.0f} seconds.\n"
    )
    yield "## Goals\n"
    yield from _table(
        [
            [
                "goal",
                "at most",
                "measured",
                "",
            ],
            *map(_goal, _goals(sections)),
        ]
    )
    yield "\n## Where it falls short\n"
    missed = [goal for goal in _goals(sections) if not goal.is_reached]
    yield from (f"- {goal.what}: {goal.measured:.2f}, and the goal is {goal.most:g}." for goal in missed)
    yield from _ALWAYS
    for section in sections:
        yield f"\n## {section.title}\n"
        yield section.text
        if section.table:
            yield ""
            yield from _table(section.table)


_ALWAYS = (
    "- A duplicate costs as many calls, units and bytes as a first delivery: the failed condition is billed too.",
    "- A store that answers at once says nothing of the time that AWS takes.",
)


def _goals(sections: Sequence[Section]) -> list[Goal]:
    return [goal for section in sections for goal in section.goals]


def _goal(goal: Goal) -> list[str]:
    return [goal.what, f"{goal.most:g}", f"{goal.measured:.2f}", "reached" if goal.is_reached else "**missed**"]


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    head, *others = rows
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    yield from (f"| {' | '.join(row)} |" for row in others)

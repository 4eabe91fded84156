"""`python -m ops.lifecycle_document`: writes docs/lifecycle.md, the diagram and the tables, from the one table."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from chalicelib.domain.lifecycle import MOVES, WAITS, WITHOUT_DEADLINE
from chalicelib.domain.lifecycle_commands import COMMANDS
from chalicelib.domain.lifecycle_rows import ANYONE, Fork, Move, Wait
from chalicelib.domain.next_status import (
    AFTER_AGREEMENT,
    WHEN_BACK,
    WHEN_EXCHANGED,
    WHEN_FAILED,
    WHEN_SENT,
    WHEN_SETTLED,
)
from chalicelib.values.states import ANY_END
from chalicelib.values.vocabulary import Status
from ops.markdown_table import table
from ops.template import PROJECT

PUBLISHED = PROJECT / "docs" / "lifecycle.md"

_HEAD = """# The life of a case

Written by `python -m ops.lifecycle_document` from `chalicelib/domain/lifecycle.py`, the one table that the fold, the
decisions, the deadlines and the test matrix come out of; a test holds it fresh.
"""
_AGREEMENT = "agreement"  # a node of its own: what follows depends on the resolution, and on where the goods are
_AFTER_AGREEMENT = (
    (Status.AGREED, "goods are to come back"),
    (Status.RETURNING, "they are on their way"),
    (Status.INSPECTING, "they are back"),
    (Status.SETTLING, "none come back, or they were inspected"),
    (Status.CLOSED, "all of it is paid already"),
)
_APPEALING = {Status.APPEAL_REQUESTED, Status.IN_APPEAL}
# Where a fork leads to, and the states that it can lead from: elsewhere the event is kept and leads nowhere.
_FORKS: dict[Fork, tuple[str, set[Status]]] = {
    AFTER_AGREEMENT: (_AGREEMENT, set(Status)),
    WHEN_SENT: (Status.RETURNING, {Status.AGREED, Status.SETTLING}),
    WHEN_BACK: (Status.INSPECTING, {Status.AGREED, Status.RETURNING, Status.SETTLING}),
    WHEN_SETTLED: (Status.CLOSED, set(Status) - _APPEALING),
    WHEN_FAILED: (Status.SETTLING, {Status.CLOSED}),
    WHEN_EXCHANGED: (Status.CLOSED, set(Status) - _APPEALING),
}
_MANY = 5  # an event with more arrows than these stands in a note, or nobody could read the diagram


def lifecycle_document() -> str:
    """Return the page: the diagram, the moves, the commands, and the deadlines."""
    sections = [
        _HEAD,
        "```mermaid",
        *_diagram(),
        "```",
        "",
        "## What counts, and where it leads",
        "",
        *table(("in", "event", "what it does", "leads to", "rule"), (_move_row(move) for move in MOVES)),
        "",
        "What is not here stays in the timeline with the reason and changes nothing.",
        "",
        "## What can be asked",
        "",
        *table(("command", "in", "only if", "rule"), _command_rows()),
        "",
        "## Who is waited for",
        "",
        *table(("deadline", "in", "who must act", "after that"), (_wait_row(wait) for wait in WAITS)),
        "",
        *(f"`{status}` has no deadline: {why}." for status, why in WITHOUT_DEADLINE.items()),
    ]
    return "\n".join(sections) + "\n"


def write_document(path: Path) -> None:
    """Write the page to its place in `docs/`."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(lifecycle_document(), encoding="utf-8")


def _diagram() -> Iterator[str]:
    moves = [(move, list(_arrows(move))) for move in MOVES]
    arrows: dict[tuple[str, str], list[str]] = {}
    for pair, cause in (*_drawn(moves), *_silences()):
        arrows.setdefault(pair, []).append(cause)
    yield "stateDiagram-v2"
    yield f"    state {_AGREEMENT} <<choice>>"
    yield "    [*] --> requested: return.*"
    for (source, target), causes in sorted(arrows.items()):
        yield f"    {source} --> {target}: {', '.join(dict.fromkeys(causes))}"
    yield from (f"    {_AGREEMENT} --> {target}: {when}" for target, when in _AFTER_AGREEMENT)
    yield "    closed --> [*]"
    yield "    note right of requested"
    for move, pairs in moves:
        if len(pairs) > _MANY:
            yield f"        {move.on}: {_states(source for source, _ in pairs)} → {pairs[0][1]}"
    yield "    end note"


def _drawn(moves: Iterable[tuple[Move, list[tuple[str, str]]]]) -> Iterator[tuple[tuple[str, str], str]]:
    for move, pairs in moves:
        if len(pairs) <= _MANY:
            yield from ((pair, move.on) for pair in pairs)


def _silences() -> Iterator[tuple[tuple[str, str], str]]:
    for wait in WAITS:
        target = wait.silence.to
        if target is not None:
            yield from (((source, target), f"silence ({wait.name})") for source in wait.states)


def _arrows(move: Move) -> Iterator[tuple[str, str]]:
    if move.to is None or move.outlasts:
        return
    target, sources = _FORKS[move.to] if isinstance(move.to, Fork) else (move.to, set(Status))
    for source in sorted(move.sources & sources):
        if source is not target and (source is not Status.CLOSED or move.to is WHEN_FAILED):
            yield source, target


def _move_row(move: Move) -> tuple[str, ...]:
    where = _states(move.sources)
    if move.outlasts:
        where = "closed, however" if move.outlasts == ANY_END else f"closed as {_states(move.outlasts)}"
    by = "" if move.by == ANYONE else f" by the {' or '.join(sorted(move.by))}"
    return where, f"`{move.on}`{by}", move.does, f"{move.to or '(stays)'}", move.rule


def _command_rows() -> Iterator[tuple[str, ...]]:
    for ask in COMMANDS:
        name = f"`{ask.command}`{' (desk)' if ask.desk else ''}"
        yield name, _states(ask.sources), "; ".join(guard.words for guard in ask.guards) or "(always)", ask.rule


def _wait_row(wait: Wait) -> tuple[str, ...]:
    return wait.name, _states(wait.states), wait.who, wait.silence.words


def _states(states: Iterable[str]) -> str:
    starts = set(states)
    every = {str(status) for status in Status}
    if starts == every:
        return "every state"
    if starts == every - {Status.CLOSED}:
        return "every open state"
    missing = every - {Status.CLOSED} - starts
    if starts < every and Status.CLOSED not in starts and len(missing) <= len(starts) // 2:
        return f"every open state but {', '.join(sorted(missing))}"
    return ", ".join(sorted(starts))


if __name__ == "__main__":
    write_document(PUBLISHED)

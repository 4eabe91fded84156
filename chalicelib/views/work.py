"""The list of work: the cases for which somebody has to act, counted by whose turn it is."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from chalicelib.advice.turn import Turn, TurnCode, Who
from chalicelib.values.catalogue import ENGLISH, Catalogue
from chalicelib.values.instants import Instant, format_instant
from chalicelib.views.shapes import Shape
from chalicelib.views.summary import Summary, show_summaries


class CountsShape(Shape):
    """The number of listed cases by whose turn it is. `close` are those of ours that only need their root cause."""

    us: int
    customer: int
    platform: int
    carrier: int
    nobody: int
    close: int


class WorkShape(Shape):
    """The cases for which somebody has to act, by their deadline. `truncated` if there are more than are listed."""

    cases: tuple[Summary, ...]
    counts: CountsShape
    as_of: Instant
    truncated: bool


def write_work(
    summaries: Sequence[str],
    turns: Sequence[Turn | None],
    *,
    truncated: bool,
    now: datetime,
    words: Catalogue = ENGLISH,
) -> tuple[str, str]:
    """Write the list of work in two parts: its content, and the content with the instant of the answer."""
    counts = _counts(turns).model_dump_json()
    shown = ",".join(show_summaries(summaries, now=now, words=words))
    content = f'"cases":[{shown}],"counts":{counts},"truncated":{json.dumps(truncated)}'
    return content, f'{{{content},"as_of":"{format_instant(now)}"}}'


def _counts(turns: Sequence[Turn | None]) -> CountsShape:
    closing = sum(turn is not None and turn.code is TurnCode.CLOSE for turn in turns)
    whose = Counter(turn.who for turn in turns if turn is not None and turn.code is not TurnCode.CLOSE)
    return CountsShape(**{who.value: whose[who] for who in Who}, close=closing)

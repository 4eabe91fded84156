"""Case items: the row of a case, with its JSON squeezed into one attribute.

An ordinary item is under 1 KB with all its keys, so that a write of it is one unit in the table and one in each index
that has it whole.
"""

import json
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from chalicelib.advice.turn import TURNS, Turn, TurnCode
from chalicelib.aws import keys
from chalicelib.aws.case_words import NEWEST, WORDS
from chalicelib.aws.keys import Item
from chalicelib.aws.packing import binary, instant_or_none, text, text_or_none, texts
from chalicelib.values.identifiers import CaseKey
from chalicelib.values.instants import format_instant
from chalicelib.values.reading import as_read
from chalicelib.values.vocabulary import Status

_BEST = 9  # of zlib
_BETWEEN = "\n"  # JSON on one line cannot contain it


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """A case as of its latest fold.

    `seen` counts the rows of that fold. `due_at` is the deadline that people see. `expires_at` is the next instant at
    which a deadline acts. `to_do` is True if somebody has work with the case. `summary` and `record` are JSON.
    """

    case: CaseKey
    status: str
    changed_at: datetime
    seen: int
    summary: str
    record: str | None = None
    opened_at: datetime | None = None
    due_at: datetime | None = None
    expires_at: datetime | None = None
    to_do: bool = False

    @property
    def reason(self) -> str | None:
        """The code of the reason, or None if the summary is damaged."""
        try:
            return str(json.loads(self.summary)["reason"]["code"])
        except (KeyError, TypeError, ValueError):
            return None

    @property
    def searched(self) -> str:
        """The texts by which people search for a case, as they read them."""
        try:
            kept = json.loads(self.summary)
            customer = (kept["customer"] or {}).get("name", "")
            texts_of_case = (self.case.order.order_number, self.case.return_id, customer, kept.get("find", ""))
        except (AttributeError, KeyError, TypeError, ValueError):
            return ""
        return as_read(" ".join(texts_of_case))

    @property
    def whose(self) -> Turn | None:
        """The turn of the case, or None if the summary is damaged or of the first edition."""
        try:
            return TURNS[TurnCode(json.loads(self.summary)["turn"])]
        except (KeyError, TypeError, ValueError):
            return None


def case_item(row: CaseRow) -> Item:
    """Write a row as an item, with the keys of the indexes that it belongs to."""
    order, closed = row.case.order, row.status == Status.CLOSED
    return {
        **keys.case_key(row.case),
        "seen": {"N": str(row.seen)},
        **_squeezed(row),
        **texts(
            list_pk=keys.list_partition(order.merchant),
            list_sk=keys.list_sort(row.case, row.changed_at),
            case_status=row.status,
            opened_at=format_instant(row.opened_at) if row.opened_at else None,
            due_at=format_instant(row.due_at) if row.due_at else None,
            due_pk=keys.due_partition(row.case) if row.expires_at else None,
            due_sk=keys.due_sort(row.expires_at) if row.expires_at else None,
            open_pk=keys.open_partition(order.merchant) if row.to_do else None,
            open_sk=keys.open_sort(row.case, row.due_at, closed=closed) if row.to_do else None,
        ),
    }


def read_case_rows(items: Iterable[Item]) -> Iterator[CaseRow]:
    """Read case rows from the table or an index.

    A damaged row is skipped, and the reconciler rewrites it.
    """
    for item in items:
        with suppress(KeyError, TypeError, ValueError):
            yield _read(item)


def _read(item: Item) -> CaseRow:
    summary, record = _unsqueezed(item)
    return CaseRow(
        case=keys.read_case_key(item),
        status=text(item, "case_status"),
        changed_at=keys.read_list_sort(text(item, "list_sk")),
        seen=int(str(item["seen"]["N"])),
        summary=summary,
        record=record,
        opened_at=instant_or_none(item, "opened_at"),
        due_at=instant_or_none(item, "due_at"),
        expires_at=keys.read_due_sort(text(item, "due_sk")) if "due_sk" in item else None,
        to_do="open_pk" in item,
    )


def _squeezed(row: CaseRow) -> Item:
    lines = row.summary if row.record is None else row.summary + _BETWEEN + row.record
    squeezer = zlib.compressobj(_BEST, zdict=WORDS[NEWEST])
    return {NEWEST: {"B": squeezer.compress(lines.encode()) + squeezer.flush()}}


def _unsqueezed(item: Item) -> tuple[str, str | None]:
    name = next((name for name in WORDS if name in item), None)
    if name is None:  # a row of the first edition
        return text(item, "summary"), text_or_none(item, "record")
    unsqueezer = zlib.decompressobj(zdict=WORDS[name])
    try:
        lines = unsqueezer.decompress(binary(item, name)).decode()
    except zlib.error as error:
        raise ValueError("a squeezed case is damaged") from error
    if not unsqueezer.eof:
        raise ValueError("a squeezed case is cut off")
    summary, _, record = lines.partition(_BETWEEN)
    return summary, record or None

"""Erased rows: the body of a row of the log without a person's words."""

from dataclasses import replace

from chalicelib.aws.event_rows import EventRow
from chalicelib.dialects import TRANSLATORS, erased, recourse
from chalicelib.dialects.delivery import NotUnderstood, Translation
from chalicelib.domain.erasure import Marks
from chalicelib.domain.erasure import erased as without_words


def translated(row: EventRow) -> Translation | None:
    """Translate the body of a row. Returns None if it is not understood."""
    try:
        return TRANSLATORS[row.dialect](row.body, row.headers)
    except (NotUnderstood, KeyError):
        return None


def erased_body(row: EventRow, marks: Marks) -> tuple[str, bytes]:
    """Return the dialect and the body that replace those of a row.

    A row of our own stays in our own dialect, because the fold tells our own acts by it.
    """
    translation = translated(row)
    if translation is None:
        return erased.NAME, erased.TOMBSTONE
    happenings = (replace(each, fact=without_words(each.fact, marks)) for each in translation.happenings)
    gone = replace(translation, happenings=tuple(happenings))
    if row.dialect == recourse.NAME:
        return recourse.NAME, recourse.write(gone)
    return erased.NAME, erased.write(gone)

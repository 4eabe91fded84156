"""A preview: a case as it would be after a command, beside what would change."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import JsonValue

from chalicelib.values.catalogue import ENGLISH, Catalogue
from chalicelib.views.case import WholeCase
from chalicelib.views.formats import one_of
from chalicelib.views.said import in_words
from chalicelib.views.shapes import Shape
from chalicelib.views.sized_shapes import SizedShape

# The timeline is long, and it gets its new entry in any case: `after` shows it.
_NOT_COMPARED = {"timeline"}


class ChangeShape(Shape):
    """A member of the case that would change, with both its values."""

    field: Annotated[str, one_of(name for name in WholeCase.model_fields if name not in _NOT_COMPARED)]
    before: JsonValue
    after: JsonValue


class PreviewShape(SizedShape):
    """The case as it would be after a command, and the members that would change."""

    after: WholeCase
    changes: tuple[ChangeShape, ...]


def show_preview(before: WholeCase, after: WholeCase, words: Catalogue = ENGLISH) -> PreviewShape:
    """Show a case after a command, and compare it with the case before."""
    return PreviewShape(after=after, changes=tuple(_changes(before, after, words)))


def _changes(before: WholeCase, after: WholeCase, words: Catalogue) -> Iterator[ChangeShape]:
    context = in_words(words)
    earlier, later = (case.model_dump(mode="json", exclude=_NOT_COMPARED, context=context) for case in (before, after))
    for field, value in later.items():
        if earlier[field] != value:
            yield ChangeShape(field=field, before=earlier[field], after=value)

"""The shapes of answers around others: pages of lists, receipts of deliveries, and problems."""

from typing import Final, Literal

from pydantic import ConfigDict

from chalicelib.views.formats import Code, Cursor, Version
from chalicelib.views.problem_types import ProblemAddress
from chalicelib.views.shapes import EntryShape, Shape
from chalicelib.views.summary import Summary


class CasesShape(Shape):
    """A page of cases. `next_cursor` leads to the next page, and is null at the end."""

    cases: tuple[Summary, ...]
    next_cursor: Cursor | None


class TimelinePageShape(Shape):
    """A page of a case's timeline, oldest entry first. `next_cursor` leads to older entries."""

    timeline: tuple[EntryShape, ...]
    next_cursor: Cursor | None


class HealthShape(Shape):
    """The code is loaded."""

    status: Literal["ok"]


class ReceiptShape(Shape):
    """A delivery is durable. `event` is the id of its timeline entry, or of its place in quarantine."""

    model_config = ConfigDict(extra="allow")

    status: Literal["accepted", "duplicate", "quarantined"]
    event: str


_MAY_BE_MISSING: Final = ConfigDict(extra="allow", json_schema_serialization_defaults_required=False)


class FieldErrorShape(Shape):
    """A field that is not valid. `code` stays the same in every language."""

    model_config = _MAY_BE_MISSING

    field: str
    message: str
    code: Code | None = None


class ProblemShape(Shape):
    """An error (RFC 9457). `type` says which members it has besides: see `GET /problems/{name}`.

    `code` is of its detail, and stays the same in every language. `instance` is the id of the request, which is in the
    log too.
    """

    model_config = _MAY_BE_MISSING

    type: ProblemAddress
    title: str
    status: int
    detail: str
    code: Code
    instance: str | None = None
    parameter: str | None = None
    rule: str | None = None
    guard: Code | None = None
    version: Version | None = None
    words: tuple[str, ...] | None = None
    limit: int | None = None
    event: str | None = None
    errors: tuple[FieldErrorShape, ...] | None = None

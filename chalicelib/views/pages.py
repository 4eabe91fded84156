"""The shapes of answers around others: pages of lists, receipts of deliveries, and problems."""

from typing import Literal

from pydantic import ConfigDict

from chalicelib.views.shapes import EntryShape, Shape
from chalicelib.views.summary import Summary


class CasesShape(Shape):
    """A page of cases. `next_cursor` leads to the next page, and is null at the end."""

    cases: tuple[Summary, ...]
    next_cursor: str | None


class TimelinePageShape(Shape):
    """A page of a case's timeline, oldest entry first. `next_cursor` leads to older entries."""

    timeline: tuple[EntryShape, ...]
    next_cursor: str | None


class HealthShape(Shape):
    """The code is loaded."""

    status: Literal["ok"]


class ReceiptShape(Shape):
    """A delivery is durable. `event` is the id of its timeline entry, or of its place in quarantine."""

    model_config = ConfigDict(extra="allow")

    status: Literal["accepted", "duplicate", "quarantined"]
    event: str


class FieldErrorShape(Shape):
    """A field that is not valid. `code` stays the same in every language."""

    model_config = ConfigDict(extra="allow")

    field: str
    message: str


class ProblemShape(Shape):
    """An error (RFC 9457). Its type may have more members: see `GET /problems/{name}`.

    `code` is of its detail, and stays the same in every language.
    """

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    code: str

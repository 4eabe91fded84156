"""The query parameters and headers that calls take, with their JSON Schemas."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from chalicelib.advice.turn import Who
from chalicelib.aws.case_lists import Sort
from chalicelib.values.identifiers import CASE_ID, IDENTIFIER
from chalicelib.values.reasons import ReasonCode
from chalicelib.values.vocabulary import Status
from chalicelib.views.problem_types import ProblemName


@dataclass(frozen=True, slots=True)
class Parameter:
    """A query parameter or a header: its name, its meaning, and its JSON Schema."""

    name: str
    meaning: str
    schema: Mapping[str, object] = field(default_factory=lambda: {"type": "string", "minLength": 1})
    header: bool = False


def words_of(values: type[StrEnum]) -> Mapping[str, object]:
    """Make the schema of a word of an enum."""
    return {"type": "string", "enum": [value.value for value in values]}


_ID: Final = {"type": "string", "pattern": IDENTIFIER}
_INSTANT: Final = {"type": "string", "format": "date-time"}
_POSITION: Final = {"type": "string", "minLength": 1, "maxLength": 1024, "pattern": "^[A-Za-z0-9_-]+$"}
CURSOR: Final = Parameter("cursor", "The `next_cursor` of the page before.", _POSITION)
CONNECTION: Final = Parameter("connection", "Only deliveries of this connection.", _ID)
DAY_OR_INSTANT: Final = {"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}]}
PERIOD: Final = (
    Parameter("from", "The first day, or the first instant, of the opening of a case.", DAY_OR_INSTANT),
    Parameter("to", "The last day, or the instant before which a case was opened.", DAY_OR_INSTANT),
)
# The parts of paths, by their names.
IN_PATH: Final[Mapping[str, Mapping[str, object]]] = {
    "case_id": {"type": "string", "pattern": CASE_ID},
    "delivery_id": {"type": "string", "minLength": 1},
    "number": {"type": "integer", "minimum": 0, "maximum": 999_999},
    "name": words_of(ProblemName),
    **dict.fromkeys(("marketplace", "order_number", "merchant", "connection", "evidence_id"), _ID),
}
ONCE: Final = Parameter(
    "Idempotency-Key",
    "The same key and body again have no second effect.",
    {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"},
    header=True,
)
_TEXT: Final = {"type": "string"}
SEEN: Final = Parameter(
    "If-Match", "The `version` or the `ETag` of the case that was on the screen.", _TEXT, header=True
)
KNOWN: Final = Parameter("If-None-Match", "The `ETag` of the answer that the client has.", _TEXT, header=True)
LIMIT: Final = Parameter("limit", "The most rows of a page.", {"type": "integer", "minimum": 1, "maximum": 100})
FEED: Final = (
    Parameter(
        "after",
        "The `next` of the page before, or an instant. Without it the page begins 30 days ago.",
        {"type": "string", "anyOf": [_INSTANT, _POSITION]},
    ),
    CONNECTION,
    Parameter("type", "Only deliveries of this type."),
    LIMIT,
)
LANGUAGE: Final = Parameter(
    "Accept-Language",
    "The language of sentences: English, or Simplified Chinese for `zh`. Codes and ids are the same in both.",
    {"type": "string"},
    header=True,
)
LIST: Final = (
    Parameter("status", "Only cases in this state.", words_of(Status)),
    Parameter("order", "Only cases of this order number."),
    Parameter("marketplace", "Only cases of this marketplace."),
    Parameter("reason", "Only cases with this reason.", words_of(ReasonCode)),
    Parameter("turn", "Only cases in which this party has to act.", words_of(Who)),
    Parameter("q", "A part of an order, a return, a customer, an article or a tracking number."),
    Parameter("due_before", "Only cases with a deadline before this instant.", _INSTANT),
    Parameter("sort", "The newest change first, or open cases by their deadline.", words_of(Sort)),
    LIMIT,
    CURSOR,
)

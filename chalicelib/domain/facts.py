"""Facts: the base class of everything that happens, and the parts that facts of several subjects share.

Sizes are limited, because strangers send these facts. A delivery beyond a limit is put into quarantine.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal, Self, TypeVar

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StringConstraints

from chalicelib.values.blanks import BlankIsMissing
from chalicelib.values.identifiers import Identifier, is_identifier
from chalicelib.values.instants import Instant
from chalicelib.values.money import Money
from chalicelib.values.reading import READABLE, is_blank
from chalicelib.values.sentences import Sentence, text
from chalicelib.values.stages import Stage
from chalicelib.values.vocabulary import Party, Resolution


@dataclass(frozen=True, slots=True)
class Personal:
    """Marks a text of or about a person. An erasure replaces it (`erasure`).

    `as_people_read` is True for a name, which compares by `as_read`. Other texts compare letter by letter.
    """

    as_people_read: bool = False


Text = Annotated[str, StringConstraints(strict=True, max_length=8_000), Personal()]


def _not_blank(text: str) -> str:
    if is_blank(text):
        raise ValueError("it is blank")
    return text


NotBlank = AfterValidator(_not_blank)
Shown = Field(json_schema_extra={"pattern": READABLE})  # the same for the API document
Word = Annotated[str, StringConstraints(strict=True, max_length=128), NotBlank, Shown]
Name = Annotated[str, StringConstraints(strict=True, max_length=300), NotBlank, Shown]
PersonName = Annotated[Name, Personal(as_people_read=True)]
Payer = Literal[Party.SELLER, Party.CUSTOMER]
Quantity = Annotated[int, Field(strict=True, ge=1, le=10_000_000)]


class Fact(BlankIsMissing):
    """Something that happened. Unknown fields are ignored, and a blank in an optional field is missing."""

    # The Lambda runtime logs tracebacks: they must not quote what somebody said.
    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True, hide_input_in_errors=True)

    def identity(self, *, by: Party, at: datetime) -> str | None:  # noqa: ARG002 -- what facts of a subject need
        """Return what identifies this fact in every delivery, or None if each delivery is a fact of its own."""
        return None

    def contradicts(self, again: "Fact") -> bool:
        """Tell whether a second delivery of this fact says something else."""
        return self != again

    def completed_by(self, again: "Fact") -> Self:  # noqa: ARG002 -- only a request is completed by another
        """Return this fact with what a second delivery adds to it."""
        return self

    @property
    def words(self) -> str | Sentence | None:
        """The words of this fact for people, or None if it has none."""
        return None

    @property
    def is_recorded(self) -> bool:
        """True if it is an act of the customer that the seller has recorded."""
        return False


class Customer(Fact):
    """The person who bought."""

    name: PersonName


class Line(Fact):
    """One position of a return. `amount` is the line's total, or None if the order has to say it."""

    sku: Word
    title: Name | None = None
    quantity: Quantity
    amount: Money | None = None


class OrderLine(Line):
    """One position of an order, which always has its amount."""

    amount: Money


L = TypeVar("L", bound=Line)


def _not_empty(lines: tuple[L, ...]) -> tuple[L, ...]:
    if not lines:
        raise ValueError("there is at least one line")
    return lines


MOST_LINES = 1_000
# Not `min_length`: pydantic counts the valid lines, and would call a list with one bad line empty as well.
_Listed = AfterValidator(_not_empty)
Lines = Annotated[tuple[Line, ...], Field(max_length=MOST_LINES, json_schema_extra={"minItems": 1}), _Listed]
OrderLines = Annotated[tuple[OrderLine, ...], Field(max_length=MOST_LINES, json_schema_extra={"minItems": 1}), _Listed]


class StatedReason(Fact):
    """The reason in the platform's words. `code` may be a word that we do not know, or missing beside a text."""

    code: Word | None = None
    text: Text | None = None

    @property
    def words(self) -> str | Sentence | None:
        """The customer's text, or the code if there is no text."""
        return self.text or (text(self.code) if self.code else None)


class Tracking(Fact):
    """A parcel at a carrier."""

    carrier: Name | None = None
    number: Word | None = None


class GoodsPlan(Fact):
    """The seller's decision on the goods with a promise, by what was known then (G1.2, G1.3).

    `cancelled` is True if the customer changed their mind before the goods arrived. `lost` is True if the goods were
    lost on the way. In both cases nothing comes back.
    """

    cancelled: bool
    lost: bool

    @property
    def comes_back(self) -> bool:
        """True if the customer sends the goods back under a resolution that asks for it."""
        return not (self.cancelled or self.lost)


def _identifier_or_none(value: object) -> str | None:
    return value if isinstance(value, str) and is_identifier(value) else None


class Unknown(Fact):
    """A fact of an unknown type. It is kept and changes nothing. It belongs to a case if it names one."""

    return_id: Annotated[str | None, BeforeValidator(_identifier_or_none)] = None


class CaseFact(Fact):
    """A fact of one case."""

    return_id: Identifier


class PlatformFact(CaseFact):
    """A fact of one case with the platform's own status beside it, in the platform's words."""

    platform_status: Word | None = None
    stage: Stage | None = None

    def contradicts(self, again: Fact) -> bool:
        """Compare without the platform's status and stage, which change from day to day."""
        changing = {"platform_status": None, "stage": None}
        return self.model_copy(update=changing) != again.model_copy(update=changing)


class PlatformDeadline(Fact):
    """The time until which the platform waits for the seller, and what it does after that if it says so."""

    at: Instant
    if_silent: Text | None = None


class Details(Fact):
    """The content of a return. All of it may be missing if a platform only sends a signal."""

    customer: Customer | None = None
    reason: StatedReason | None = None
    wants: Resolution | None = None
    lines: Lines | None = None

    @property
    def words(self) -> str | Sentence | None:
        """The words of the reason."""
        return self.reason.words if self.reason else None


class TextOnly(PlatformFact):
    """A fact with nothing but a text, such as a withdrawal or a contest of a refusal."""

    text: Text | None = None

    @property
    def words(self) -> str | None:
        """The text."""
        return self.text


class ReturnMoved(PlatformFact):
    """The goods were sent back, reached the seller, or were sent in exchange."""

    tracking: Tracking | None = None


class MessagePosted(CaseFact):
    """One side writes to the other."""

    text: Text

    def identity(self, *, by: Party, at: datetime) -> str:
        """Return author, time and text, because a message has no id."""
        return f"message of {by} at {at.isoformat()}: {self.text}"

    @property
    def words(self) -> str | None:
        """The text."""
        return self.text

"""Commands: what a seller, a desk or an operator asks of a case; imperative, validated, nothing extra."""

from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, field_validator

from chalicelib.domain.facts import Customer, Lines, Name, Payer, StatedReason, Text, Word
from chalicelib.values.identifiers import Identifier
from chalicelib.values.instants import Instant
from chalicelib.values.money import Money
from chalicelib.values.vocabulary import Condition, Favour, ReasonCode, Resolution, RoundKind

Said = Annotated[Text, Field(min_length=1)]
EvidenceIds = Annotated[tuple[Identifier, ...], Field(max_length=100)]


class Command(BaseModel):
    """Something asked; unknown fields are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    command: str


class OverrideOrderCheck(Command):
    """Vouch for an order that did not check out (G2.1)."""

    command: Literal["override_order_check"]
    reason: Said


class ClassifyReason(Command):
    """Say what an unclear reason is (G1.1)."""

    command: Literal["classify_reason"]
    code: ReasonCode
    reason: Said


class CompleteDetails(Command):
    """Fill in what the platform only signalled (G1.1)."""

    command: Literal["complete_details"]
    customer: Customer | None = None
    reason: StatedReason | None = None
    wants: Resolution | None = None
    lines: Lines | None = None

    @field_validator("reason")
    @classmethod
    def _of_ours(cls, reason: StatedReason | None) -> StatedReason | None:
        """A platform may use a word that nobody knows; a seller chooses among ours."""
        if reason is not None and reason.code not in set(ReasonCode):
            raise ValueError(f"its code is not one of the reasons: {', '.join(ReasonCode)}")
        return reason


class AcceptReturn(Command):
    """Agree to what the customer wants (G2.3a)."""

    command: Literal["accept_return"]


class RefuseReturn(Command):
    """Refuse, with or without grounds (G2.2c)."""

    command: Literal["refuse_return"]
    reason: Said


class MakeOffer(Command):
    """Offer something (G2.3a)."""

    command: Literal["make_offer"]
    resolution: Resolution
    amount: Money | None = None
    freight_payer: Payer | None = None
    expires_at: Instant | None = None
    text: Text | None = None


class AcceptOffer(Command):
    """Accept an offer of the customer (G2.3a)."""

    command: Literal["accept_offer"]
    offer_id: Identifier


class DeclineOffer(Command):
    """Decline an offer of the customer (G2.3a)."""

    command: Literal["decline_offer"]
    offer_id: Identifier
    text: Text | None = None


class RecordInspection(Command):
    """Say how the goods were found (G2.2b)."""

    command: Literal["record_inspection"]
    matches_description: Annotated[bool, Field(strict=True)]
    matches_pictures: Annotated[bool, Field(strict=True)]
    condition: Condition
    note: Text | None = None
    evidence: EvidenceIds = ()


class PostMessage(Command):
    """Write to the customer; `anyway` sends words that were warned of (G3.3)."""

    command: Literal["post_message"]
    text: Said
    anyway: Annotated[bool, Field(strict=True)] = False


class Escalate(Command):
    """Ask the platform to mediate (G2.3b)."""

    command: Literal["escalate"]
    reason: Said


class FileAppeal(Command):
    """Appeal the ruling with evidence (G2.5)."""

    command: Literal["file_appeal"]
    grounds: Said
    evidence: EvidenceIds


class RecordSettlement(Command):
    """Say what was paid or sent to the customer (G3.1)."""

    command: Literal["record_settlement"]
    kind: Literal["refund", "exchange"]
    amount: Money | None = None
    reference: Word | None = None


class CloseCase(Command):
    """Close a case with its root cause, or tell a closed one's (G3.1)."""

    command: Literal["close_case"]
    root_cause: Said
    lesson: Text | None = None


class RecordFiling(Command):
    """A desk says that a request lies before the platform (G2.3b)."""

    command: Literal["record_filing"]
    effect_id: Word
    reference: Name


class RecordRuling(Command):
    """A desk says how the platform ruled (G2.3b, G2.5a)."""

    command: Literal["record_ruling"]
    kind: RoundKind
    id: Identifier
    in_favour_of: Favour
    refund: Money | None = None
    freight_payer: Payer | None = None
    appeal_until: Instant | None = None
    text: Text | None = None


_COMMANDS: dict[str, type[Command]] = {
    get_args(kind.model_fields["command"].annotation)[0]: kind for kind in Command.__subclasses__()
}


class _Named(BaseModel):
    command: str

    @field_validator("command")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in _COMMANDS:
            raise ValueError(f"not one of the commands: {', '.join(_COMMANDS)}")
        return name


def read_command(asked: object) -> Command:
    """Read a command; pydantic.ValidationError naming every field that is wrong, missing or too much."""
    kind = _COMMANDS[_Named.model_validate(asked).command]
    # Said here for what is inside too: a customer or an amount is the same model in a fact, where more is ignored.
    return kind.model_validate(asked, extra="forbid")

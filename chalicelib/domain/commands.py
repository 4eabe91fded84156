"""Commands: the base class of what a seller, a desk or an operator can ask for, and their refusal.

The commands themselves stand with their subjects. Refused is what decides against a command.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.domain.facts import NotBlank, Shown, Text
from chalicelib.values.identifiers import Identifier
from chalicelib.values.sentences import Sentence

FilledText = Annotated[Text, NotBlank, Shown]
EvidenceIds = Annotated[tuple[Identifier, ...], Field(max_length=100)]
Flag = Annotated[bool, Field(strict=True)]


class Command(BaseModel):
    """A request to change a case. Unknown fields are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    command: str


class Refused(Exception):
    """A rule does not allow a command. It carries the rule's id and the reason in a sentence.

    `guard` is the name of the guard that does not hold, or None if the refusal is no guard's.
    """

    def __init__(self, rule: str, sentence: Sentence, *, guard: str | None = None) -> None:
        """Refuse by a rule."""
        super().__init__(f"{rule}: {sentence}")
        self.rule = rule
        self.sentence = sentence
        self.guard = guard

    @property
    def why(self) -> str:
        """The reason in English."""
        return str(self.sentence)


def refuse_unless(holds: bool, rule: str, why: Sentence) -> None:  # noqa: FBT001 -- reads as the sentence it is
    """Raise Refused with the rule unless the condition holds."""
    if not holds:
        raise Refused(rule, why)

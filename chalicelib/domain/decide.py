"""Decide: a command on an order file becomes one happening, or is refused by a rule. No clock, no I/O."""

from datetime import datetime

from pydantic import BaseModel, field_validator

from chalicelib.domain.commands import Command, refuse_unless
from chalicelib.domain.events import Happening
from chalicelib.domain.guards import objection
from chalicelib.domain.lifecycle_commands import COMMANDS, ask_for
from chalicelib.domain.order import OrderFile
from chalicelib.domain.situation import Situation
from chalicelib.values.sentences import say


def decide(file: OrderFile, return_id: str, command: Command, *, now: datetime) -> Happening:
    """Decide a command on a file that was folded as of `now`. Raises Refused with the rule if it is not possible."""
    case, ask = file.cases[return_id], ask_for(command.command)
    situation = Situation.of(file, case, now=now)
    against = objection(ask, situation)
    if against is not None:
        raise against
    decided = ask.decide(situation, command)
    known = decided.fact.identity(by=decided.by, at=decided.at)
    refuse_unless(known is None or known not in case.identities, ask.rule, say("told-before", "this was told before"))
    return decided


def read_command(asked: object) -> Command:
    """Read a command. Raises pydantic.ValidationError, which names every field that is wrong, missing or extra."""
    kind = ask_for(_Named.model_validate(asked).command).asked
    # Extra fields are errors inside too: a customer or an amount is the same model in a fact, which ignores them.
    return kind.model_validate(asked, extra="forbid")


class _Named(BaseModel):
    command: str

    @field_validator("command")
    @classmethod
    def _known(cls, name: str) -> str:
        names = [ask.command for ask in COMMANDS]
        if name not in names:
            raise ValueError(f"not one of the commands: {', '.join(names)}")
        return name

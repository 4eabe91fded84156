"""A next step, as the API shows it, and what Recourse does not do by itself."""

from typing import Final

from chalicelib.advice.next_steps import steps
from chalicelib.domain.case import Case
from chalicelib.domain.order import OrderFile
from chalicelib.values.instants import Instant
from chalicelib.values.money import Money
from chalicelib.values.sentences import say
from chalicelib.views.formats import Code, CommandName
from chalicelib.views.said import Said
from chalicelib.views.shapes import Shape

NOT_SENT: Final = say(
    "not-sent",
    "Recourse keeps your offers, answers and messages, and does not send them to the customer. Send them on the"
    " platform.",
)


class StepShape(Shape):
    """A next step: the commands that do it (none: it is done elsewhere), by when, and what it costs.

    `code` stays the same in every language.
    """

    code: Code
    text: Said
    commands: tuple[CommandName, ...]
    by: Instant | None
    cost: Money | None


def show_steps(file: OrderFile, case: Case) -> tuple[StepShape, ...]:
    """Show the next steps of a case, most urgent first."""
    return tuple(
        StepShape(code=step.sentence.code, text=step.sentence, commands=step.commands, by=step.by, cost=step.cost)
        for step in steps(file, case)
    )

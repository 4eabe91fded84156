"""The turn, as the API shows it: who has to act, and what the seller does next."""

from chalicelib.advice.turn import Turn, TurnCode, Who
from chalicelib.views.said import Said
from chalicelib.views.shapes import Shape


class TurnShape(Shape):
    """The party that has to act, and what waits for it. `code` stays the same in every language."""

    who: Who
    code: TurnCode
    text: Said


class NextShape(Shape):
    """The next step of the seller."""

    code: TurnCode
    text: Said


def show_turn(turn: Turn) -> TurnShape:
    """Show whose turn it is."""
    return TurnShape(who=turn.who, code=turn.code, text=turn.sentence)


def show_next(turn: Turn) -> NextShape:
    """Show the next step of the seller."""
    return NextShape(code=turn.code, text=turn.next)

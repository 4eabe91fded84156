"""Guards: conditions of the table that are asked before a command is decided, and again when a late fact comes."""

from collections.abc import Iterator

from chalicelib.domain.case import Case
from chalicelib.domain.commands import Refused
from chalicelib.domain.events import Event
from chalicelib.domain.flags import Review
from chalicelib.domain.lifecycle_commands import COMMANDS
from chalicelib.domain.lifecycle_rows import Ask
from chalicelib.domain.order import OrderRecord
from chalicelib.domain.situation import Situation
from chalicelib.values.sentences import Term, say
from chalicelib.values.vocabulary import EventType, Party

_MADE_BY: dict[EventType | None, tuple[Ask, ...]] = {
    kind: tuple(ask for ask in COMMANDS if kind in ask.makes) for kind in EventType
}


def available_actions(situation: Situation) -> tuple[str, ...]:
    """Return the commands that a seller can give now, by the table and its guards."""
    return tuple(ask.command for ask in COMMANDS if not ask.desk and objection(ask, situation) is None)


def objection(ask: Ask, situation: Situation) -> Refused | None:
    """Return why a command is not possible, and by which rule, or None if it is."""
    status = situation.case.status
    if status not in ask.sources:
        return Refused(
            ask.rule,
            say("not-possible-now", "this is not possible while the case is {status}", status=status),
        )
    found = ((guard, guard.objection(situation)) for guard in ask.guards)
    return next((Refused(guard.rule, why, guard=guard.name) for guard, why in found if why), None)


def lost_grounds(case: Case, event: Event, order: OrderRecord) -> Iterator[Review]:
    """Yield the guards of a seller's act that no longer hold because of late facts. The act stays valid."""
    if event.by is not Party.SELLER:
        return
    situation = Situation(case=case, order=order, as_of=event.at, at=event.at)
    for guard in (guard for ask in _MADE_BY.get(event.kind, ()) for guard in ask.guards if guard.late):
        why = guard.objection(situation)
        if why is not None:
            said = say(
                f"lost-ground-{guard.name}",
                "{event} stands, although by what came late {why}",
                event=Term(event.type),
                why=why,
            )
            yield Review(guard.rule, said, event.id)

"""Repeats: facts that come twice, settled over the whole history before it is folded.

A fact has an identity, which its class knows. The first telling is the one that was received first, whatever its own
date. It counts at its own date. Example: a settlement with the reference P-1 in a second delivery is the same
settlement. If the second delivery states another amount, the first one stays valid and the case is flagged.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from chalicelib.domain.events import Event
from chalicelib.domain.flags import Review
from chalicelib.domain.lifecycle_rows import NoEffect
from chalicelib.values.sentences import Term, say

_AGAIN = "{event} was told again, and otherwise: the first stands"
_OTHERWISE = say("told-before-otherwise", "it was told before, and otherwise: the first stands")


@dataclass(frozen=True, slots=True)
class Repeats:
    """The repeats of a history, by the ids of their events.

    `no_effect` holds those that change nothing. `completing` are those that add to the first without a contradiction.
    `identities` are the identities of all facts.
    """

    no_effect: Mapping[str, NoEffect]
    completing: frozenset[str]
    identities: frozenset[str]

    def is_first(self, event: Event) -> bool:
        """Tell whether an event is no repeat at all."""
        return event.id not in self.no_effect and event.id not in self.completing


def settle_repeats(events: Iterable[Event]) -> Repeats:
    """Find the repeats of a history, by the order of receipt."""
    first: dict[str, Event] = {}
    no_effect: dict[str, NoEffect] = {}
    completing: set[str] = set()
    for event in sorted(events, key=lambda event: event.receipt):
        name = event.fact.identity(by=event.by, at=event.at)
        if name is None:
            continue
        known = first.setdefault(name, event)
        if known is event:
            continue
        completed = known.fact.completed_by(event.fact)
        if known.fact.contradicts(event.fact):
            otherwise = say("told-otherwise", _AGAIN, event=Term(event.type))
            no_effect[event.id] = NoEffect(_OTHERWISE, Review("told-otherwise", otherwise, event.id))
        elif completed is known.fact:
            no_effect[event.id] = NoEffect(say("told-before", "it was told before"))
        else:
            completing.add(event.id)
            first[name] = replace(known, fact=completed)
    return Repeats(no_effect, frozenset(completing), frozenset(first))

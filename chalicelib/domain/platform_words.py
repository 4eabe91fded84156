"""Platform words: the platform's own status of a return, and what it means to our clocks.

A word that says that the platform's side is further than ours, or that no document lists, flags the case and holds the
clocks that escalate: nothing is filed by itself. A later word of stage `open` ends the hold. A word without a stage
changes nothing.
"""

from collections.abc import Mapping
from dataclasses import replace

from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Hold
from chalicelib.domain.events import Event
from chalicelib.domain.facts import PlatformFact
from chalicelib.domain.flags import Review
from chalicelib.domain.interventions import MediationEnded, SellersAct, end_mediation
from chalicelib.domain.request_facts import ReturnRequested, ReturnUpdated
from chalicelib.values.sentences import Term, say
from chalicelib.values.stages import Stage
from chalicelib.values.vocabulary import EventType

# The facts that say all that a person has to know of such a stage.
_SAID_BY: Mapping[EventType | None, frozenset[Stage]] = {
    EventType.RETURN_SHIPPED: frozenset({Stage.SENT}),
    EventType.RETURN_DELIVERED: frozenset({Stage.SENT, Stage.ARRIVED}),
    EventType.RETURN_WITHDRAWN: frozenset({Stage.OVER}),
}


def hear_platform(case: Case, event: Event) -> Case:
    """Keep the platform's word of an open case, even if its event changes nothing else."""
    fact = event.fact
    if not isinstance(fact, PlatformFact) or not case.is_open:
        return case
    case = _after_act(_with_words(case, fact), fact, event.id)
    return case if fact.stage is None else _at_stage(case, event, fact.stage)


def _with_words(case: Case, fact: PlatformFact) -> Case:
    """Keep the newest status of the platform, and its newest deadline for an answer."""
    if fact.platform_status is not None:
        case = replace(case, platform_status=fact.platform_status)
    if isinstance(fact, ReturnRequested | ReturnUpdated) and fact.respond_until is not None:
        case = replace(case, platform_deadline=fact.respond_until)
    return case


def _after_act(case: Case, fact: PlatformFact, event_id: str) -> Case:
    """Return the case after an act on the platform of which no event of ours says all."""
    if isinstance(fact, MediationEnded):
        return end_mediation(case)
    if isinstance(fact, SellersAct):
        said = say("recorded-there-only", "{act}: record it here too", act=fact.words)
        return case.flagged(Review("platform-status", said, event_id))
    return case


def _at_stage(case: Case, event: Event, stage: Stage) -> Case:
    word = case.platform_status or stage.value
    if stage is Stage.OPEN:
        lasting = case.hold is not None and case.hold.lasts
        return replace(case, hold=Hold(word=word, ended_at=event.counts_at)) if lasting else case
    if stage.holds:
        case = replace(case, hold=Hold(word=word))
    if stage in _SAID_BY.get(event.kind, ()):
        return case
    said = say("platform-says", 'the platform says "{word}": {means}', word=word, means=Term(stage.means))
    return case.flagged(Review("platform-status", said, event.id))

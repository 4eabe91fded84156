"""Filing: a request of ours is filed with the platform, fails, or is left to a person (G2.3b, G2.5a)."""

from dataclasses import replace
from typing import Literal

from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Round
from chalicelib.domain.commands import Command, Refused, refuse_unless
from chalicelib.domain.effects import effect_id_outside, effect_ids, live_effect_id
from chalicelib.domain.events import Event, Happening
from chalicelib.domain.facts import CaseFact, Name, Text, Word
from chalicelib.domain.lifecycle_rows import Change, Guard, NoEffect, applies_to
from chalicelib.domain.situation import Situation
from chalicelib.values.sentences import Sentence, say
from chalicelib.values.states import UNOPENED, RoundStatus
from chalicelib.values.vocabulary import EventType, RoundKind


class FilingRecorded(CaseFact):
    """A request is filed with the platform."""

    effect_id: Word
    kind: RoundKind
    reference: Name


class FilingFailed(CaseFact):
    """A request could not be filed, or needs a person to file it."""

    effect_id: Word
    kind: RoundKind
    detail: Text

    @property
    def words(self) -> str | None:
        """The reason."""
        return self.detail


class RecordFiling(Command):
    """Record that a request is filed with the platform. This is a desk's command (G2.3b)."""

    command: Literal["record_filing"]
    effect_id: Word
    reference: Name


@applies_to(FilingRecorded)
def file(case: Case, event: Event[FilingRecorded]) -> Change:
    """Keep the platform's reference."""
    fact = event.fact
    found = _request_of(case, fact.effect_id)
    if found is None:
        return NoEffect(say("no-such-request", "no such request was made"))
    if found.reference is not None and found.handled_as == fact.effect_id:
        return NoEffect(say("filed-already", "it is filed already as {reference}", reference=found.reference or ""))
    status = RoundStatus.FILED if found.status in UNOPENED else found.status
    filed = replace(found, status=status, reference=fact.reference, filed_at=event.at, handled_as=fact.effect_id)
    return case.with_round(filed)


@applies_to(FilingFailed)
def fail(case: Case, event: Event[FilingFailed]) -> Change:
    """Note that the request could not be filed."""
    return _not_filed(case, event.fact.effect_id, status=RoundStatus.FAILED)


@applies_to(FilingFailed)
def leave_to_person(case: Case, event: Event[FilingFailed]) -> Change:
    """Note that the request waits for a person to file it."""
    return _not_filed(case, event.fact.effect_id, status=RoundStatus.REQUESTED)


def record_filing(situation: Situation, command: RecordFiling) -> Happening:
    """Record the filing of a request that still waits. Refuses if it was never made, withdrawn, or filed before."""
    found = next((r for r in situation.case.rounds if r.effect_id == command.effect_id), None)
    if found is None or found.status is RoundStatus.WITHDRAWN:
        raise Refused("G2.3b", say("request-gone", "no such request waits: it was never made, or it was withdrawn"))
    refuse_unless(
        found.reference is None,
        "G2.3b",
        say("filed-already", "it is filed already as {reference}", reference=found.reference or ""),
    )
    fact = FilingRecorded(
        return_id=situation.return_id,
        effect_id=command.effect_id,
        kind=found.kind,
        reference=command.reference,
    )
    return situation.happening(EventType.FILING_RECORDED, fact)


def with_effect_ids(case: Case) -> Case:
    """Give our requests the effect ids that they go out under."""
    rounds = tuple(_with_effect_id(case, found) if found.ours else found for found in case.rounds)
    return replace(case, rounds=rounds)


def _with_effect_id(case: Case, found: Round) -> Round:
    named = (case.key, found.kind, found.number, case.outbox)
    if found.status not in UNOPENED:
        return replace(found, effect_id=effect_id_outside(*named))
    live = replace(found, effect_id=live_effect_id(*named))
    if live.handled_as in (None, live.effect_id):
        return live
    # A desk handled a request that was withdrawn since: that says nothing of the request under the new id.
    return replace(live, status=RoundStatus.REQUESTED, reference=None, filed_at=None, left_to_person=False)


def _not_filed(case: Case, effect_id: str, *, status: RoundStatus) -> Change:
    found = _request_of(case, effect_id)
    if found is None:
        return NoEffect(say("no-such-request", "no such request was made"))
    handled = found.status is not RoundStatus.REQUESTED and found.handled_as == effect_id
    if handled or found.status not in UNOPENED:
        return NoEffect(say("request-already", "the request is {status} already", status=found.status))
    left = status is RoundStatus.REQUESTED
    return case.with_round(replace(found, status=status, left_to_person=left, handled_as=effect_id))


def _request_of(case: Case, effect_id: str) -> Round | None:
    ours = (found for found in case.rounds if found.ours)
    return next((r for r in ours if effect_id in effect_ids(case.key, r.kind, r.number, case.outbox)), None)


def _nothing_requested(situation: Situation) -> Sentence | None:
    requested = any(found.effect_id for found in situation.case.rounds)
    return None if requested else say("nothing-requested", "no request of this case waits for the platform")


PLATFORM_ASKED = Guard("G2.3b", "platform-asked", "a request waits for the platform", _nothing_requested)

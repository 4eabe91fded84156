"""Decide: a command on a file becomes one event, or a refusal that names the rule. No clock, no I/O."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeAlias

from chalicelib.domain import commands as c
from chalicelib.domain import own_facts as own
from chalicelib.domain.case import Case
from chalicelib.domain.events import Happening
from chalicelib.domain.facts import AppealDecided, Fact, MediationDecided, MessagePosted
from chalicelib.domain.guards import grounds_to_refuse, objection
from chalicelib.domain.lifecycle import ask_for
from chalicelib.domain.offer_commands import (
    accept_offer,
    accept_return,
    complete_details,
    decline_offer,
    file_appeal,
    make_offer,
    record_filing,
    record_settlement,
)
from chalicelib.domain.order import OrderFile
from chalicelib.domain.refused import Refused, refuse_unless
from chalicelib.domain.repeats import identity
from chalicelib.values.vocabulary import EventType as E
from chalicelib.values.vocabulary import Party, RoundKind

_MOST_MESSAGES = 500  # of the seller's in one case
_MOMENT = timedelta(milliseconds=1)


def decide(file: OrderFile, return_id: str, command: c.Command, *, now: datetime) -> Happening:
    """Decide a command on a file that was folded as of `now`; Refused with the rule where it cannot be taken."""
    case, ask = file.cases[return_id], ask_for(command.command)
    against = objection(ask, file, case, now=now)
    if against is not None:
        raise Refused(against.rule, against.detail)
    kind, fact = _DECISIONS[type(command)](file, case, command, now)
    by = Party.PLATFORM if kind in (E.MEDIATION_DECIDED, E.APPEAL_DECIDED) else Party.SELLER
    at = moment_after(file, now)
    refuse_unless(identity(fact, by=by, at=at) not in case.told, ask.rule, "this was told before")
    return Happening(type=kind, at=at, by=by, fact=fact)


def moment_after(file: OrderFile, now: datetime) -> datetime:
    """The date of an event of ours: now, yet after the latest that the file has seen."""
    return now if file.latest is None else max(now, file.latest + _MOMENT)


_Decision: TypeAlias = tuple[E, Fact]


def _override(file: OrderFile, case: Case, command: c.OverrideOrderCheck, now: datetime) -> _Decision:
    del file, now
    return E.ORDER_CHECK_OVERRIDDEN, own.OrderCheckOverridden(return_id=_id(case), reason=command.reason)


def _classify(file: OrderFile, case: Case, command: c.ClassifyReason, now: datetime) -> _Decision:
    del file, now
    return E.REASON_CLASSIFIED, own.ReasonClassified(return_id=_id(case), code=command.code, reason=command.reason)


def _refuse(file: OrderFile, case: Case, command: c.RefuseReturn, now: datetime) -> _Decision:
    grounds = grounds_to_refuse(file, case, now=now)
    return E.RETURN_REFUSED, own.ReturnRefused(return_id=_id(case), reason=command.reason, grounds=grounds)


def _inspect(file: OrderFile, case: Case, command: c.RecordInspection, now: datetime) -> _Decision:
    del file, now
    for evidence_id in command.evidence:
        refuse_unless(case.file(evidence_id) is not None, "G2.2b", f"{evidence_id} is no evidence of this case")
    seen = command.model_dump(exclude={"command"})
    return E.INSPECTION_RECORDED, own.InspectionRecorded(return_id=_id(case), **seen)


def _post(file: OrderFile, case: Case, command: c.PostMessage, now: datetime) -> _Decision:
    del file, now
    said = sum(entry.type == E.MESSAGE_POSTED and entry.by is Party.SELLER for entry in case.timeline)
    refuse_unless(said < _MOST_MESSAGES, "G3.3", f"{_MOST_MESSAGES} messages are written already")
    return E.MESSAGE_POSTED, MessagePosted(return_id=_id(case), text=command.text)


def _escalate(file: OrderFile, case: Case, command: c.Escalate, now: datetime) -> _Decision:
    del file, now
    return E.MEDIATION_REQUESTED, own.MediationRequested(return_id=_id(case), reason=command.reason)


def _close(file: OrderFile, case: Case, command: c.CloseCase, now: datetime) -> _Decision:
    del file, now
    fact = own.CaseClosed(return_id=_id(case), root_cause=command.root_cause, lesson=command.lesson)
    return E.CASE_CLOSED, fact


def _rule(file: OrderFile, case: Case, command: c.RecordRuling, now: datetime) -> _Decision:
    del file, now
    ruled = command.model_dump(exclude={"command", "kind", "id"})
    if command.kind is RoundKind.APPEAL:
        return E.APPEAL_DECIDED, AppealDecided(return_id=_id(case), appeal_id=command.id, **ruled)
    return E.MEDIATION_DECIDED, MediationDecided(return_id=_id(case), mediation_id=command.id, **ruled)


def _id(case: Case) -> str:
    return case.key.return_id


_DECISIONS: dict[type[c.Command], Callable[..., _Decision]] = {
    c.OverrideOrderCheck: _override,
    c.ClassifyReason: _classify,
    c.CompleteDetails: complete_details,
    c.AcceptReturn: accept_return,
    c.RefuseReturn: _refuse,
    c.MakeOffer: make_offer,
    c.AcceptOffer: accept_offer,
    c.DeclineOffer: decline_offer,
    c.RecordInspection: _inspect,
    c.PostMessage: _post,
    c.Escalate: _escalate,
    c.FileAppeal: file_appeal,
    c.RecordSettlement: record_settlement,
    c.CloseCase: _close,
    c.RecordFiling: record_filing,
    c.RecordRuling: _rule,
}

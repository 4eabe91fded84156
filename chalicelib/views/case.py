"""The whole case as the API shows it, from an order's file."""

from datetime import datetime
from typing import Any

from pydantic import Field

from chalicelib.advice.next_steps import steps
from chalicelib.advice.tasks import tasks
from chalicelib.advice.version import case_version
from chalicelib.advice.whose_turn import turn
from chalicelib.domain.articles import ReadLine, articles, read_lines
from chalicelib.domain.at_stake import at_stake
from chalicelib.domain.case import Case
from chalicelib.domain.deadlines import deadlines
from chalicelib.domain.eligibility import eligibility
from chalicelib.domain.entries import Entry
from chalicelib.domain.freight import fault
from chalicelib.domain.guards import available_actions
from chalicelib.domain.order import OrderFile
from chalicelib.domain.order_check import OrderCheck, check_order
from chalicelib.domain.readiness import readiness
from chalicelib.domain.situation import Situation
from chalicelib.values.instants import Instant
from chalicelib.values.money import Money
from chalicelib.values.vocabulary import Outcome, Resolution, Status
from chalicelib.views import formats as f
from chalicelib.views import shapes as s
from chalicelib.views.deadline import DeadlineShape, show_deadline
from chalicelib.views.entry import show_entry
from chalicelib.views.evidence import show_evidence
from chalicelib.views.judgements import show_eligibility, show_freight, show_task
from chalicelib.views.order import GoodsOfOrderShape, show_goods
from chalicelib.views.refusal import RefusalShape, show_refusal
from chalicelib.views.review import ReviewShape, show_review
from chalicelib.views.round import RoundShape, show_round
from chalicelib.views.said import Said
from chalicelib.views.settlement import RefundShape, show_refund
from chalicelib.views.sized_shapes import TimelineShape
from chalicelib.views.step import NOT_SENT, StepShape, show_steps
from chalicelib.views.turn import NextShape, TurnShape, show_next, show_turn

NEWEST = 500  # entries of the timeline that a case shows


class CaseShape(s.Shape):
    """A case without its timeline, as in a message."""

    case_id: f.CaseId
    version: f.Version
    merchant: f.Id
    turn: TurnShape
    next: NextShape
    marketplace: f.Id
    order_number: f.Id
    return_id: f.Id
    status: Status
    outcome: Outcome | None
    platform_status: str | None
    customer: s.CustomerShape | None
    reason: s.ReasonShape
    wants: Resolution | None
    lines: tuple[s.ReturnLineShape, ...]
    order: GoodsOfOrderShape
    order_check: s.OrderCheckShape
    eligibility: s.EligibilityShape
    offers: tuple[s.OfferShape, ...]
    refusal: RefusalShape | None
    inspection: s.InspectionShape | None
    at_stake: Money | None
    freight: s.FreightShape
    refund: RefundShape
    rounds: tuple[RoundShape, ...]
    evidence: tuple[s.EvidenceShape, ...]
    readiness: s.ReadinessShape
    deadline: DeadlineShape | None
    deadlines: tuple[DeadlineShape, ...]
    available_actions: tuple[f.CommandName, ...]
    needs_review: tuple[ReviewShape, ...]
    tasks: tuple[s.TaskShape, ...]
    next_steps: tuple[Said, ...]
    resources: tuple[s.ResourceShape, ...]
    policy: s.PolicyShape
    root_cause: str | None
    lesson: str | None
    opened_at: Instant
    changed_at: Instant


class WholeCase(CaseShape, TimelineShape):
    """A case with the newest entries of its timeline, oldest first, and with replies for its status."""

    steps: tuple[StepShape, ...]
    not_sent: Said
    reply_templates: tuple[s.ReplyShape, ...]
    timeline: tuple[s.EntryShape, ...] = Field(max_length=NEWEST)


def show_case(file: OrderFile, case: Case, *, now: datetime, resources: tuple[s.ResourceShape, ...] = ()) -> CaseShape:
    """Show a case without its timeline, as a message has it: without which of the seller's people did what."""
    unnamed = tuple(show_review(case, review, named=False) for review in case.reviews)
    return CaseShape(**_fields(file, case, now) | {"needs_review": unnamed}, resources=resources)


def show_whole_case(
    file: OrderFile,
    case: Case,
    *,
    now: datetime,
    resources: tuple[s.ResourceShape, ...] = (),
    replies: tuple[s.ReplyShape, ...] = (),
) -> WholeCase:
    """Show a case with the newest entries of its timeline."""
    entries = timeline(file, case)
    newest = tuple(show_entry(entry) for entry in entries[-NEWEST:])
    shown = _fields(file, case, now)
    return WholeCase(
        **shown,
        resources=resources,
        steps=show_steps(file, case),
        not_sent=NOT_SENT,
        reply_templates=replies,
        timeline=newest,
        timeline_total=len(entries),
    )


def timeline(file: OrderFile, case: Case) -> list[Entry]:
    """List the entries of a case's timeline and the facts of its order, oldest first."""
    return sorted((*file.order.entries, *case.timeline), key=lambda entry: entry.at)


def changed_at(case: Case) -> datetime:
    """Find the date of the case's last change, which is never before its opening."""
    return max([case.opened_at, *(entry.at for entry in case.timeline if entry.effect)])


def _fields(file: OrderFile, case: Case, now: datetime) -> dict[str, Any]:
    policy, whose, situation = case.policy, turn(file, case), Situation.of(file, case, now=now)
    actions = available_actions(situation)
    running = tuple(show_deadline(deadline, policy.policy.burning, now) for deadline in deadlines(case))
    return {
        **_identity(case),
        "version": case_version(file, case),
        "turn": show_turn(whose),
        "next": show_next(whose),
        **_request(case),
        "lines": tuple(map(_line, read_lines(case, articles(file.order)))),
        "order": show_goods(file.order),
        "order_check": _order_check(check_order(case, file.order)),
        "eligibility": show_eligibility(eligibility(case, file.order, now=now)),
        "offers": case.offers,
        "refusal": show_refusal(case.refusal) if case.refusal else None,
        "inspection": case.inspection,
        "at_stake": at_stake(situation),
        "freight": show_freight(file, case, actions),
        "refund": show_refund(case),
        "rounds": tuple(show_round(case, round_) for round_ in case.rounds),
        "evidence": tuple(map(show_evidence, case.evidence)),
        "readiness": readiness(case),
        "deadline": running[0] if running else None,
        "deadlines": running,
        "available_actions": actions,
        "needs_review": tuple(show_review(case, review) for review in case.reviews),
        "tasks": tuple(map(show_task, tasks(case))),
        "next_steps": tuple(step.sentence for step in steps(file, case)),
        "policy": s.PolicyShape(name=policy.policy.name, version=policy.version),
        "root_cause": case.root_cause,
        "lesson": case.lesson,
        "opened_at": case.opened_at,
        "changed_at": changed_at(case),
    }


def _identity(case: Case) -> dict[str, Any]:
    order = case.key.order
    return {
        "case_id": case.key.case_id,
        "merchant": order.merchant,
        "marketplace": order.marketplace,
        "order_number": order.order_number,
        "return_id": case.key.return_id,
        "status": case.status,
        "outcome": case.outcome,
        "platform_status": case.platform_status,
    }


def _request(case: Case) -> dict[str, Any]:
    reason = s.ReasonShape(
        code=case.reason_code,
        fault=fault(case),
        text=case.reason.text if case.reason else None,
        original=case.reason.code if case.reason else None,
    )
    return {"customer": case.customer, "reason": reason, "wants": case.wants}


def _line(read: ReadLine) -> s.ReturnLineShape:
    line, article = read.line, read.article
    return s.ReturnLineShape(
        sku=line.sku,
        title=(article.title if article else None) or line.title,
        quantity=line.quantity,
        amount=line.amount,
        order_sku=article.sku if article and article.sku != line.sku else None,
    )


def _order_check(check: OrderCheck) -> s.OrderCheckShape:
    fields = tuple(s.FieldShape(field=f.field, returned=f.returned, ordered=f.ordered) for f in check.fields)
    return s.OrderCheckShape(result=check.result, fields=fields, overridden=check.overridden)

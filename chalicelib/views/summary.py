"""The summary of a case for lists, always small, so that an ordinary case row stays under 1 KB.

A row keeps codes. How urgent its deadline is depends on when somebody looks, and the sentences on who looks. So both
are made when a list is read.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from chalicelib.advice.tasks import tasks
from chalicelib.advice.turn import TURNS, TurnCode
from chalicelib.advice.version import case_version
from chalicelib.advice.whose_turn import turn
from chalicelib.domain.at_stake import at_stake
from chalicelib.domain.case import Case
from chalicelib.domain.deadlines import deadlines
from chalicelib.domain.freight import fault
from chalicelib.domain.lifecycle import WAITS
from chalicelib.domain.order import OrderFile
from chalicelib.domain.readiness import files_on_checklist
from chalicelib.domain.situation import Situation
from chalicelib.values.catalogue import ENGLISH, Catalogue
from chalicelib.values.instants import Instant
from chalicelib.values.money import Money
from chalicelib.values.packed_sentences import Packed, packed, unpacked
from chalicelib.values.sentences import TEXT
from chalicelib.values.shortening import shortened
from chalicelib.values.vocabulary import Outcome, Resolution, Status
from chalicelib.views import formats as f
from chalicelib.views import shapes as s
from chalicelib.views.case import changed_at
from chalicelib.views.deadline import DeadlineShape, show_deadline, urgency
from chalicelib.views.review import ReviewShape, show_review
from chalicelib.views.said import in_words
from chalicelib.views.turn import NextShape, TurnShape, show_next, show_turn

# Sizes in bytes of JSON.
_LONGEST_TEXT = 200
_LONGEST_NAME = 120
_LONGEST_WORD = 64
_LONGEST_SEARCH = 300
_MOST_REVIEWS = 3
# The members that a row of the first edition does not have. The newest change stands for a deadline's beginning. The
# row's reviews are left out, because they have no ids.
_SILENCES = {wait.name: wait.silence.code for wait in WAITS}
_OLDER: dict[str, object] = {
    "version": "",
    "wants": None,
    "at_stake": None,
    "tasks": 0,
    "evidence": {"have": 0, "needed": 0},
    "opened_at": None,
}


class ChecklistShape(s.Shape):
    """The number of files that an appeal needs, and how many of them the case has."""

    have: int
    needed: int


class _KeptSummary(s.Shape):
    """The part of a summary that a case row keeps as it is."""

    case_id: f.CaseId
    version: f.Version
    order_number: f.Id
    return_id: f.Id
    status: Status
    outcome: Outcome | None
    reason: s.ReasonShape
    customer: s.CustomerShape | None
    wants: Resolution | None
    deadline: DeadlineShape | None
    at_stake: Money | None
    tasks: int
    evidence: ChecklistShape
    needs_review: tuple[ReviewShape, ...]
    opened_at: Instant | None
    changed_at: Instant


class Summary(_KeptSummary):
    """The part of a case that lists show. `tasks` counts the case's tasks."""

    marketplace: f.Id
    turn: TurnShape
    next: NextShape


class _StoredSummary(_KeptSummary):
    """A summary in a case row.

    `find` are texts by which people search: tracking numbers and articles. `burning` are the per cents from which its
    deadline is half and nearly over. `said` are the sentences with values, by the id of their review or the name of
    their deadline, so that a list can show them in another language.
    """

    turn: TurnCode
    said: Mapping[str, Packed]
    find: str
    burning: tuple[int, int] | None


def read_customer(summary: str) -> str | None:
    """Read the customer's name from a summary in JSON. None if it has no customer or is damaged."""
    try:
        return str(json.loads(summary)["customer"]["name"])
    except (KeyError, TypeError, ValueError):
        return None


def write_summary(file: OrderFile, case: Case) -> str:
    """Write a case's summary for its row."""
    running, burning = deadlines(case), case.policy.policy.burning
    have, needed = files_on_checklist(case)
    summary = _StoredSummary(
        case_id=case.key.case_id,
        version=case_version(file, case),
        order_number=case.key.order.order_number,
        return_id=case.key.return_id,
        status=case.status,
        outcome=case.outcome,
        reason=_short_reason(case),
        customer=s.CustomerShape(name=shortened(case.customer.name, _LONGEST_NAME)) if case.customer else None,
        wants=case.wants,
        turn=turn(file, case).code,
        said=dict(_said(case)),
        find=shortened(" ".join(_searched(file, case)), _LONGEST_SEARCH),
        deadline=show_deadline(running[0], burning, running[0].since) if running else None,
        burning=(burning.half, burning.nearly) if running else None,
        at_stake=at_stake(Situation.of(file, case, now=file.as_of)),
        tasks=len(tasks(case)),
        evidence=ChecklistShape(have=have, needed=needed),
        needs_review=tuple(
            show_review(case, review).model_copy(update={"detail": shortened(review.detail, _LONGEST_TEXT)})
            for review in case.unseen[:_MOST_REVIEWS]
        ),
        opened_at=case.opened_at,
        changed_at=changed_at(case),
    )
    return summary.model_dump_json()


def _short_reason(case: Case) -> s.ReasonShape:
    said = case.reason
    return s.ReasonShape(
        code=case.reason_code,
        fault=fault(case),
        text=shortened(said.text, _LONGEST_TEXT) if said and said.text else None,
        original=shortened(said.code, _LONGEST_WORD) if said and said.code else None,
    )


def _said(case: Case) -> Iterator[tuple[str, Packed]]:
    """Yield the listed sentences that cannot be written in another language by their code or their text alone."""
    for review in case.unseen[:_MOST_REVIEWS]:
        yield review.id, packed(review.sentence)
    for deadline in deadlines(case)[:1]:
        if deadline.sentence.code != TEXT and deadline.sentence.values:
            yield deadline.name, packed(deadline.sentence)


def _searched(file: OrderFile, case: Case) -> Iterator[str]:
    """Yield the numbers of the parcels, then the articles, each once."""
    tracking = (case.tracking, *file.order.parcels)
    numbers = (parcel.number for parcel in tracking if parcel is not None and parcel.number)
    yield from dict.fromkeys((*numbers, *(line.sku for line in case.lines)))


def show_summaries(stored: Iterable[str], *, now: datetime, words: Catalogue = ENGLISH) -> Iterator[str]:
    """Write stored summaries as a list shows them now. A damaged one is left out, and the reconciler rewrites it."""
    for summary in stored:
        with suppress(KeyError, TypeError, ValueError):
            yield json.dumps(_shown(json.loads(summary), now, words), ensure_ascii=False, separators=(",", ":"))


def _shown(summary: dict[str, Any], now: datetime, words: Catalogue) -> dict[str, Any]:
    summary.pop("find", None)
    said = summary.pop("said", {})
    summary["needs_review"] = [review for review in summary["needs_review"] if "id" in review]
    steps, deadline = summary.pop("burning", None), summary["deadline"]
    if steps is not None:
        half, nearly = steps
        since, at = (datetime.fromisoformat(deadline[name]) for name in ("since", "at"))
        deadline["burning"] = urgency(since, at, now, half=half, nearly=nearly)
    if words is not ENGLISH:
        _translate(summary, said, words)
    whose = TURNS[TurnCode(summary.get("turn", _turn_of_older(summary)))]
    shown = {
        name: shape.model_dump(mode="json", context=in_words(words))
        for name, shape in (("turn", show_turn(whose)), ("next", show_next(whose)))
    }
    marketplace = str(summary["case_id"]).partition(".")[0].replace("~", ".")
    if deadline is not None:
        summary["deadline"] = {"since": summary["changed_at"], "silence": _SILENCES.get(deadline["name"])} | deadline
    return _OLDER | summary | shown | {"marketplace": marketplace}


def _turn_of_older(summary: Mapping[str, Any]) -> TurnCode:
    """Return the turn of a row of the first edition: somebody has to look at an open case."""
    return TurnCode.NOTHING if summary["status"] == Status.CLOSED else TurnCode.LOOK


def _translate(summary: dict[str, Any], said: Mapping[str, Packed], words: Catalogue) -> None:
    """Write the sentences of a stored summary in another language than English."""
    deadline = summary["deadline"]
    if deadline is not None:
        sentence = said.get(deadline["name"])
        deadline["if_silent"] = words.write(unpacked(sentence) if sentence else deadline["if_silent"])
    for review in summary["needs_review"]:
        if review["id"] in said:
            review["detail"] = words.write(unpacked(said[review["id"]]))

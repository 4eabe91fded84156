"""Whatever proposes something to a seller or a mediator names a command that is possible now.

The states are those of the whole lifecycle table, and cases with what changes their commands.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.advice.next_steps import steps
from chalicelib.advice.replies import fitting_replies
from chalicelib.advice.tasks import tasks
from chalicelib.advice.whose_turn import turn
from chalicelib.domain.guards import available_actions
from chalicelib.domain.situation import Situation
from chalicelib.policies.data import platform_resources, reply_templates
from chalicelib.values.vocabulary import Party, Status
from chalicelib.views.case import show_whole_case
from chalicelib.views.dossier import show_dossier
from tests.domain.histories import (
    Story,
    delivered,
    evidence,
    line,
    offer,
    on,
    opened,
    ours,
    placed,
    policies,
    requested,
    story,
    told_of,
    usd,
)
from tests.domain.standings import LATE, STANDINGS

SEEN: dict[str, Any] = {"matches_description": True, "matches_pictures": True, "condition": "empty"}
PROOF = (*evidence(7, "E-1", "logistics"), *evidence(7, "E-2", "photo"))
HEARD = opened().then(told_of("mediation.opened", 6, mediation_id="M-1", opened_by="customer"))
LOST = HEARD.then(told_of("mediation.decided", 8, mediation_id="M-1", in_favour_of="customer", refund=usd(2400)))
APPEALED = LOST.then(*PROOF).give(9, "file_appeal", grounds="look again", evidence=["E-1", "E-2"])
ESCALATED = STANDINGS[Status.MEDIATION_REQUESTED]
REQUEST = ESCALATED.case(26.2).rounds[0]
UNFILED: dict[str, Any] = {
    "effect_id": REQUEST.effect_id,
    "kind": "mediation",
    "detail": "no endpoint",
    "return_id": "R-1",
}
ELSEWHERE = requested(2, return_id="R-2")

CASES: dict[str, tuple[Story, float]] = {
    **{f"state {status}": (found, LATE) for status, found in STANDINGS.items()},
    "overdue": (opened(), 6),
    "order unknown": (story(requested(2)), 3),
    "another customer": (opened(customer={"name": "Bob"}), 3),
    "another customer, their offer": (opened(customer={"name": "Bob"}).then(offer(3)), 4),
    "no customer": (story(placed(), requested(2, customer=None)), 3),
    "unclear reason": (opened(reason={"code": "BAD"}), 3),
    "only a signal": (story(placed(), told_of("return.requested", 2)), 3),
    "an article that the order does not have": (opened(lines=[line("8800")]), 3),
    "their offer": (opened().then(offer(3, expires_at=on(5))), 4),
    "their offer above the order": (opened().then(offer(3, amount=usd(9000))), 4),
    "our offer": (opened().give(3, "make_offer", resolution="exchange"), 4),
    "our offer and theirs": (opened().then(offer(3)).give(3.5, "make_offer", resolution="exchange"), 4),
    "nothing left of the order": (
        story(placed(), delivered(), requested(2), ELSEWHERE).give(3, "accept_return", return_id="R-2"),
        4,
    ),
    "a cancellation": (story(placed(), requested(2, reason={"code": "change_of_heart"})), 3),
    "an exchange to send": (
        opened(wants="exchange")
        .give(3, "accept_return")
        .then(told_of("return.delivered", 4))
        .give(5, "record_inspection", **SEEN | {"condition": "as_sent"}),
        6,
    ),
    "an empty parcel": (
        opened().give(3, "accept_return").then(told_of("return.delivered", 4)).give(5, "record_inspection", **SEEN),
        6,
    ),
    "the platform is further": (opened().then(told_of("return.updated", 3, platform_status="GONE", stage="over")), 4),
    "nothing by itself": (opened().under(policies(escalation={"automatic": False})), 20),
    "a request for a person": (ESCALATED.then(ours("filing.left_to_person", 26.2, by=Party.SYSTEM, **UNFILED)), 26.5),
    "a platform that keeps still": (
        ESCALATED.give(26.2, "record_filing", effect_id=REQUEST.effect_id, reference="MED-1"),
        40,
    ),
    "heard with an offer": (HEARD.then(offer(6.5)), 7),
    "lost without evidence": (LOST, 9),
    "lost with evidence": (LOST.then(*PROOF), 9),
    "lost and closed": (LOST.give(9, "close_case", root_cause="a dark photo"), 10),
    "lost, and no appeal by policy": (LOST.under(policies(appeals={"rounds": 0})), 9),
    "won": (HEARD.then(told_of("mediation.decided", 8, mediation_id="M-1", in_favour_of="seller")), 9),
    "no amount": (HEARD.then(told_of("mediation.decided", 8, mediation_id="M-1", in_favour_of="customer")), 9),
    "an appeal of the customer": (
        HEARD.then(
            told_of("mediation.decided", 8, mediation_id="M-1", in_favour_of="seller"),
            told_of("appeal.opened", 9, appeal_id="A-1", opened_by="customer"),
        ),
        10,
    ),
    "an appeal that is won": (APPEALED.then(told_of("appeal.decided", 12, appeal_id="A-1", in_favour_of="seller")), 13),
    "an appeal that is lost": (
        APPEALED.then(told_of("appeal.decided", 12, appeal_id="A-1", in_favour_of="customer", refund=usd(100))),
        13,
    ),
    "withdrawn": (opened().then(told_of("return.withdrawn", 3)), 4),
    "refused, and the customer objects": (
        opened().give(3, "refuse_return", reason="no").then(told_of("return.contested", 4)),
        5,
    ),
    "learned from": (opened().then(told_of("return.withdrawn", 3)).give(4, "close_case", root_cause="none"), 5),
}
# Words that propose something, and the commands of which one has to be possible. The last are the desk's own.
PROPOSES = {
    r"\baccept (it|the return)|[Aa]ccept their": ("accept_return", "accept_offer"),
    r"\b[Dd]ecline\b": ("decline_offer",),
    r"\b[Mm]ake an(other)? offer": ("make_offer",),
    r"\b[Rr]efuse (it|the return)": ("refuse_return",),
    r"\boffer to pay it yourself": ("make_offer",),
    r"\bask the platform to mediate|you can still escalate|\b[Ee]scalate it": ("escalate",),
    r"\b[Aa]ppeal\b(?! deadline)": ("file_appeal",),
    r"\b[Ii]nspect (them|the goods)": ("record_inspection",),
    r"\bPay (\d|it)|\bpay it, and": ("record_settlement",),
    r"[Cc]lose the case|Say what the root cause": ("close_case",),
    r"withdraw the offer": ("withdraw_offer",),
    r"record the answer": ("record_customer_answer",),
    r"confirm it yourself": ("override_order_check",),
    r"Say what the reason is|classify it": ("classify_reason",),
    r"say that you have": ("acknowledge_review",),
    r"Say which articles": ("match_lines",),
    r"Add (what is missing|the customer's name)": ("complete_details",),
}


def of(name: str):
    """Return the file, the case and what is possible in it."""
    told, day = CASES[name]
    file = told.file(day)
    case = file.cases["R-1"]
    return file, case, set(available_actions(Situation.of(file, case, now=file.as_of)))


def proposals(text: str) -> Iterator[tuple[str, ...]]:
    return (commands for pattern, commands in PROPOSES.items() if re.search(pattern, text))


def seller_reads(file, case) -> Iterator[str]:
    """Yield every sentence of ours that the seller reads in the case."""
    shown = json.loads(show_whole_case(file, case, now=file.as_of).model_dump_json())
    yield from shown["next_steps"]
    yield from (step["text"] for step in shown["steps"])
    yield from (task["text"] for task in shown["tasks"])
    yield from (review["detail"] for review in shown["needs_review"])
    yield from (deadline["if_silent"] for deadline in shown["deadlines"])
    yield from (condition["why"] for condition in shown["eligibility"]["rules"])
    yield from (page.why for page in platform_resources() if page.helps(case))
    yield shown["freight"]["advice"] or ""
    yield from (shown["freight"]["because"], shown["turn"]["text"], shown["next"]["text"])
    yield from (reply.text for reply in fitting_replies(reply_templates(), file, case))


def mediator_reads(file, case) -> Iterator[str]:
    """Yield every sentence of the dossier, but not the timeline, which says what happened."""
    shown = json.loads(show_dossier(file, case, now=file.as_of).model_dump_json())
    shown.pop("timeline")
    shown.pop("rules")
    yield from texts(shown)


def texts(value: object) -> Iterator[str]:
    match value:
        case str() if " " in value:  # a single word is a code or a name
            yield value
        case list():
            yield from (text for part in value for text in texts(part))
        case dict():
            yield from (text for part in value.values() for text in texts(part))


@pytest.mark.parametrize("name", CASES)
def test_each_step_and_each_reply_names_commands_that_are_possible(name):
    file, case, possible = of(name)
    found = steps(file, case)
    assert found
    for step in found:
        assert set(step.commands) <= possible, step.text
        assert not list(proposals(step.text)) or step.commands, step.text
    for template in reply_templates():
        if template.commands and fitting_replies([template], file, case):
            assert template.commands <= possible


@pytest.mark.parametrize("reader", [seller_reads, mediator_reads], ids=["the seller", "the mediator"])
@pytest.mark.parametrize("name", CASES)
def test_whatever_a_sentence_proposes_is_possible(name, reader):
    file, case, possible = of(name)
    for text in reader(file, case):
        for commands in proposals(text):
            assert possible & set(commands), text


@pytest.mark.parametrize("name", [name for name in CASES if "appeal" in name or name == "won"])
def test_what_is_won_or_final_is_never_called_open_to_an_appeal(name):
    file, case, possible = of(name)
    if "file_appeal" not in possible:
        said = [*(step.text for step in steps(file, case)), *(task.text for task in tasks(case))]
        assert "appeal" not in " ".join([*said, turn(file, case).text, turn(file, case).step]).lower()


@pytest.mark.parametrize("name", CASES)
def test_a_sentence_has_no_codes_and_no_raw_dates(name):
    file, case, _ = of(name)
    for text in (*(step.text for step in steps(file, case)), *(task.text for task in tasks(case))):
        assert not re.search(r"\d{4}-\d\d|[a-z]_[a-z]|\bG\d|\{|  ", text), text
        assert text[0].isupper(), text
        assert text.endswith("."), text


def test_every_word_that_proposes_is_tried():
    """A pattern that no sentence has would hold nothing."""
    said = " ".join(text for name in CASES for text in seller_reads(*of(name)[:2]))
    assert [pattern for pattern in PROPOSES if not re.search(pattern, said)] == []


def test_a_mediator_reads_nothing_of_what_the_seller_can_still_choose():
    file, case, _ = of("state requested")
    assert "yourself" in " ".join(seller_reads(file, case))
    assert "yourself" not in json.dumps(json.loads(show_dossier(file, case, now=file.as_of).model_dump_json()))


def test_details_that_the_order_has_are_not_asked_for():
    """G1.1: complete_details is possible only while something is open to complete."""
    file, _, possible = of("state requested")
    assert "complete_details" not in possible, file.order.stated
    assert "complete_details" in of("no customer")[2]
    assert "complete_details" in of("only a signal")[2]

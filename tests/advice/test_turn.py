"""The turn: every line of its rule, and which line comes before which."""

from typing import Any

import pytest

from chalicelib.advice.turn import TURNS, TurnCode, Who
from chalicelib.advice.whose_turn import is_at_work, turn
from chalicelib.domain.effects import effects
from chalicelib.values.vocabulary import Status as S  # noqa: N817 -- the states read by their names
from tests.domain.histories import Story, evidence, offer, on, opened, ours, story, told_of, usd
from tests.domain.standings import LATE, STANDINGS
from tests.domain.test_appeals import appealed, decided

HALF: dict[str, Any] = {"resolution": "partial_refund", "amount": usd(900)}
ASKED = opened()
OFFERED = ASKED.give(2.1, "make_offer", **HALF)
AGREED = ASKED.give(2.1, "accept_return")
SENT = AGREED.then(told_of("return.shipped", 2.2))
BACK = SENT.then(told_of("return.delivered", 2.3))
INSPECTED = BACK.give(
    2.4, "record_inspection", matches_description=True, matches_pictures=True, condition="as_sent", note="fine"
)
REFUSED = ASKED.give(2.1, "refuse_return", reason="as described")
FAILED = OFFERED.then(told_of("offer.declined", 2.2, offer_id="R-1-s1"))
ESCALATED = FAILED.give(2.3, "escalate", reason="no agreement")
HEARD = ESCALATED.then(told_of("mediation.opened", 2.4, mediation_id="M-1", opened_by="seller"))
WON = HEARD.then(told_of("mediation.decided", 2.5, mediation_id="M-1", in_favour_of="seller"))
VAGUE = HEARD.then(told_of("mediation.decided", 2.5, mediation_id="M-1", in_favour_of="customer"))
LOST = HEARD.then(told_of("mediation.decided", 2.5, mediation_id="M-1", in_favour_of="customer", refund=usd(0)))
(EFFECT,) = effects(ESCALATED.file(2.9))
FAILURE: dict[str, Any] = {"return_id": "R-1", "kind": "mediation", "detail": "it answered 500"}
LETTER = told_of("message.posted", 2.9, text="Any news?")
WRITTEN = ASKED.give(2.1, "post_message", text="Could you send a photo?")
PROOF = (*evidence(2.6, "E-1", "logistics"), *evidence(2.6, "E-2", "photo"))

LINES: dict[str, tuple[TurnCode, Story]] = {
    "an unclear reason": (TurnCode.LOOK, opened(reason={"code": "bad vibes"})),
    "a filing by hand": (
        TurnCode.TASK,
        ESCALATED.then(ours("filing.failed", 2.95, effect_id=EFFECT.id, **FAILURE)),
    ),
    "their offer": (TurnCode.THEIR_OFFER, ASKED.then(offer(2.1))),
    "their offer before a mediator": (TurnCode.THEIR_OFFER, HEARD.then(offer(2.5))),
    "a request": (TurnCode.ANSWER, ASKED),
    "a request that only an update tells": (
        TurnCode.ANSWER,
        story(told_of("return.updated", 2, wants="exchange", reason={"code": "defective"})),
    ),
    "an offer of ours that was declined": (TurnCode.ANSWER, FAILED),
    "an offer of ours that has expired": (
        TurnCode.ANSWER,
        ASKED.give(2.1, "make_offer", **HALF, expires_at=on(2.5)),
    ),
    "a letter after our offer": (TurnCode.ANSWER, OFFERED.then(LETTER)),
    "another wish after our offer": (
        TurnCode.ANSWER,
        OFFERED.then(told_of("return.updated", 2.2, wants="refund_without_return")),
    ),
    "a contest": (TurnCode.ANSWER, REFUSED.then(told_of("return.contested", 2.2))),
    "a letter while the goods travel": (TurnCode.ANSWER, SENT.then(LETTER)),
    "a letter before a mediator": (TurnCode.ANSWER, HEARD.then(LETTER)),
    "goods that are back": (TurnCode.INSPECT, BACK),
    "goods that are inspected": (TurnCode.SETTLE, INSPECTED),
    "a ruling that grants money": (TurnCode.SETTLE, decided()),
    "a ruling that grants no money": (TurnCode.APPEAL, LOST.then(*PROOF)),
    "a ruling that does not say how much": (TurnCode.LOOK, VAGUE),
    "a mediator without our evidence": (TurnCode.EVIDENCE_ASKED, HEARD),
    "a ruling for us": (TurnCode.CLOSE, WON),
    "a closed case without its cause": (TurnCode.CLOSE, ASKED.then(told_of("return.withdrawn", 2.2))),
    "our offer": (TurnCode.OUR_OFFER, OFFERED),
    "our offer after a word of the platform": (
        TurnCode.OUR_OFFER,
        OFFERED.then(told_of("return.updated", 2.2, platform_status="WAIT_BUYER")),
    ),
    "our refusal": (TurnCode.OUR_REFUSAL, REFUSED),
    "our letter": (TurnCode.OUR_WORD, WRITTEN),
    "our no to their offer": (TurnCode.OUR_WORD, ASKED.then(offer(2.1)).give(2.2, "decline_offer", offer_id="C-1")),
    "an agreement": (TurnCode.SEND_BACK, AGREED),
    "a request to the platform": (TurnCode.TAKE_UP, ESCALATED),
    "an appeal": (TurnCode.TAKE_UP, appealed()),
    "a mediator with our evidence": (TurnCode.RULING, HEARD.then(*PROOF)),
    "goods on their way": (TurnCode.ON_THE_WAY, SENT),
    "a closed case with its cause": (TurnCode.NOTHING, WON.give(2.8, "close_case", root_cause="a dark photo")),
}


def turn_of(told: Story, day: float = 3):
    file = told.file(day)
    return turn(file, file.cases["R-1"])


@pytest.mark.parametrize("name", LINES)
def test_each_line_of_the_rule_says_whose_turn_it_is(name):
    code, told = LINES[name]
    day = 9.5 if told in (appealed(), decided()) else 3

    assert turn_of(told, day) is TURNS[code]


def test_every_code_has_a_case_that_shows_it():
    assert {code for code, _ in LINES.values()} == set(TurnCode)


def test_the_first_line_that_holds_counts():
    unclear = opened(reason={"code": "bad vibes"}).then(offer(2.1), LETTER)
    assert turn_of(unclear).code is TurnCode.LOOK
    assert turn_of(ASKED.then(offer(2.1), LETTER)).code is TurnCode.THEIR_OFFER
    assert turn_of(BACK.then(LETTER)).code is TurnCode.ANSWER


def test_only_waiting_for_others_is_not_our_turn():
    ours_to_do = [code for code in TurnCode if TURNS[code].who is Who.US]

    assert ours_to_do == list(TurnCode)[: list(TurnCode).index(TurnCode.OUR_OFFER)]


@pytest.mark.parametrize("status", S)
def test_every_case_that_is_open_waits_for_somebody(status):
    file = STANDINGS[status].file(LATE)
    case = file.cases["R-1"]

    assert turn(file, case).who is not Who.NOBODY or not case.is_open
    assert is_at_work(file, case)


def test_a_case_leaves_the_list_of_work_when_its_root_cause_is_known():
    file = LINES["a closed case with its cause"][1].file(3)

    assert not is_at_work(file, file.cases["R-1"])

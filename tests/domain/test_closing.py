import pytest

from chalicelib.values.vocabulary import Outcome, Status
from tests.domain.histories import Story, opened, told, told_of, usd
from tests.domain.standings import STANDINGS


def refused() -> Story:
    return opened().give(3, "refuse_return", reason="no")


def refunded() -> Story:
    return opened().then(told_of("refund.settled", 3, amount=usd(2400)))


def test_closing_a_case_asks_for_its_root_cause():
    """G3.1: closing a case asks for the root cause."""
    case = refused().give(4, "close_case", root_cause="the photo is too dark", lesson="light it").case(4)
    assert (case.status, case.outcome) == (Status.CLOSED, Outcome.REFUSED)
    assert (case.root_cause, case.lesson) == ("the photo is too dark", "light it")


def test_a_case_that_closed_by_itself_gets_its_root_cause_afterwards():
    """G3.1: to learn from each return's reason."""
    told = refunded()
    assert "close_case" in told.actions(4)
    case = told.give(4, "close_case", root_cause="the photo is too dark").case(4)
    assert (case.outcome, case.root_cause) == (Outcome.REFUNDED, "the photo is too dark")
    assert case.since == told.case(4).since


def test_a_root_cause_is_recorded_once():
    """G3.1: the log itself is the record."""
    told = refunded().give(4, "close_case", root_cause="the photo is too dark")
    assert "on record already" in told.refusal(5, "close_case", root_cause="something else").why
    assert "close_case" not in told.actions(5)


@pytest.mark.parametrize(
    ("proceeding", "status"),
    [
        (told_of("appeal.opened", 4, appeal_id="P-1", opened_by="customer"), Status.IN_APPEAL),
        (told_of("mediation.opened", 4, mediation_id="M-2", opened_by="customer"), Status.IN_MEDIATION),
    ],
)
def test_a_root_cause_stays_if_an_earlier_dated_proceeding_is_told_after_the_closing(proceeding, status):
    """G3.1: keep detailed records of each return's reason. The case is open again, and flagged."""
    ruled = opened().then(told_of("mediation.decided", 3, mediation_id="M-1", in_favour_of="seller"))
    closed = ruled.give(5, "close_case", root_cause="the photo is too dark", lesson="light it")
    case = closed.then(proceeding).case(6)
    assert (case.status, case.outcome) == (status, None)
    assert (case.root_cause, case.lesson) == ("the photo is too dark", "light it")
    assert "closed-and-open-again" in {review.sentence.code for review in case.reviews}


def test_a_case_that_goes_on_can_get_another_root_cause_at_its_end():
    """G3.1: what the appeal taught replaces what was thought before it."""
    ruled = opened().then(told_of("mediation.decided", 3, mediation_id="M-1", in_favour_of="seller"))
    closed = ruled.give(5, "close_case", root_cause="the photo is too dark")
    heard = closed.then(told_of("appeal.opened", 4, appeal_id="P-1", opened_by="customer"))
    again = heard.then(told_of("appeal.decided", 7, appeal_id="P-1", in_favour_of="customer"))
    assert again.give(8, "close_case", root_cause="the dye lot").case(8).root_cause == "the dye lot"


def test_a_case_that_still_runs_is_not_closed():
    """G3.1: a case ends by what happened, not by wish."""
    assert "while the case is requested" in opened().refusal(3, "close_case", root_cause="x").why


@pytest.mark.parametrize("favour", ["customer", "seller", "split"])
def test_a_seller_who_accepts_a_ruling_closes_the_case(favour):
    """G3.1: a closed case tells for whom a ruling was."""
    told = opened().then(told_of("mediation.decided", 3, mediation_id="M-1", in_favour_of=favour))
    assert told.give(4, "close_case", root_cause="x").case(4).outcome == f"ruled_{favour}"


@pytest.mark.parametrize(
    "end",
    [
        "requested",
        "negotiating",
        "agreed",
        "returning",
        "inspecting",
        "settling",
        "refused",
        "mediation_requested",
        "in_mediation",
    ],
)
def test_the_customer_withdraws_from_anywhere_before_a_ruling(end):
    """G2.3b: the customer's withdrawal from anywhere before a ruling."""
    told = STANDINGS[Status(end)].then(told_of("return.withdrawn", 29, text="I keep them"))
    assert told.statuses()[-2:] == [end, "closed"]
    assert told.case(29).outcome is Outcome.WITHDRAWN


def test_a_ruling_is_not_withdrawn_from():
    """G2.3b: from anywhere before a ruling."""
    told = opened().then(
        told_of("mediation.decided", 3, mediation_id="M-1", in_favour_of="seller"), told_of("return.withdrawn", 4)
    )
    assert told.case(4).status is Status.DECIDED
    assert told.entry(4, "return.withdrawn").no_effect_because == "it does not apply while the case is decided"


def test_what_is_dated_after_the_end_is_kept_and_has_no_effect():
    """G3.1: dated after the end, kept, no effect."""
    told = refunded()
    for late in (
        told_of("message.posted", 5, text="hello?"),
        told_of("return.updated", 5, reason={"code": "other"}, platform_status="DONE"),
        told_of("return.withdrawn", 5),
        told_of("return.contested", 5),
        told_of("offer.made", 5, offer_id="C-1", resolution="exchange"),
        told_of("return.shipped", 5),
    ):
        after = told.then(late).case(5)
        assert after.timeline[-1].no_effect_because == "the case had closed before it (refunded)"
        assert (after.outcome, after.reason, after.offers) == (Outcome.REFUNDED, told.case(5).reason, ())


def test_every_line_of_the_timeline_says_an_effect_or_why_there_is_none():
    """G3.1: keep detailed records."""
    told = refunded().then(told_of("message.posted", 5, text="hello?"), told_of("refund.paused", 6))
    for entry in told.case(40).timeline:
        assert (entry.effect is None) != (entry.no_effect_because is None)


def test_a_policy_shown_before_the_trade_is_on_record():
    """G3.2: disclosures (order, policy version, channel, when) are events."""
    file = opened().then(told("policy.disclosed", -1, policy="guide", version=3, channel="listing")).file(3)
    (shown,) = file.order.disclosures
    assert (shown.policy, shown.version, shown.channel, shown.at.day) == ("guide", "3", "listing", 28)


def test_messages_of_either_side_are_on_record():
    """G3.3: keep a friendly attitude in negotiation: what was said is kept."""
    asked = opened().then(told_of("message.posted", 3, text="Could you help?"))
    answered = asked.give(4, "post_message", text="Gladly, what happened?")
    said = [(entry.by.value, entry.text) for entry in answered.case(4).timeline if entry.type == "message.posted"]
    assert said == [("customer", "Could you help?"), ("seller", "Gladly, what happened?")]

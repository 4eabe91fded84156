from typing import Any

import pytest

from chalicelib.domain.effects import effects
from chalicelib.domain.readiness import readiness
from chalicelib.values.states import RoundStatus
from chalicelib.values.vocabulary import Outcome, Party, Status
from tests.domain.histories import Story, evidence, on, opened, ours, policies, told_of, usd

BOTH = ["E-1", "E-2"]


def decided(**more: Any) -> Story:
    """A customer's mediation that the customer wins on day 8, and a tracking record and a photo of ours."""
    ruling = {"mediation_id": "M-1", "in_favour_of": "customer", "refund": usd(2400)} | more
    asked = opened().then(told_of("mediation.opened", 6, mediation_id="M-1", opened_by="customer"))
    told = asked.then(*evidence(7, "E-1", "logistics"), told_of("mediation.decided", 8, **ruling))
    return told.then(*evidence(8.5, "E-2", "photo"))


def appealed(**more: Any) -> Story:
    """Appealed on day 9."""
    return decided(**more).give(9, "file_appeal", grounds="the photos were not looked at", evidence=BOTH)


def test_an_improper_ruling_is_appealed_with_its_grounds_and_evidence():
    """G2.5a: file_appeal on a decided case goes over the same queue."""
    told = appealed()
    mediation, appeal = told.case(9).rounds
    assert (mediation.status, appeal.status) == (RoundStatus.DECIDED, RoundStatus.REQUESTED)
    assert (appeal.kind, appeal.why, appeal.evidence) == ("appeal", "the photos were not looked at", ("E-1", "E-2"))
    assert told.case(9).status is Status.APPEAL_REQUESTED
    (effect,) = effects(told.file(9))
    assert (effect.id, effect.wanted) == (appeal.effect_id, True)


def test_a_ruling_on_the_appeal_is_a_new_round_and_earlier_rounds_stay_as_they_were():
    """G2.5a: a ruling on the appeal is a new round, earlier rounds stay as they were."""
    told = appealed()
    won = told.then(
        told_of("appeal.opened", 10, appeal_id="A-1", opened_by="seller"),
        told_of("appeal.decided", 12, appeal_id="A-1", in_favour_of="seller"),
    )
    assert won.case(12).rounds[0] == told.case(9).rounds[0]
    (_, appeal) = won.case(12).rounds
    assert (appeal.id, appeal.opened_by, appeal.in_favour_of) == ("A-1", Party.SELLER, "seller")
    assert won.statuses()[-4:] == ["decided", "appeal_requested", "in_appeal", "decided"]
    assert won.give(13, "close_case", root_cause="a dark photo").case(13).outcome is Outcome.RULED_SELLER


def test_a_ruling_is_appealed_once():
    """G2.5a: once per ruling (policy)."""
    again = appealed().then(told_of("appeal.decided", 12, appeal_id="A-1", in_favour_of="customer", refund=usd(1)))
    assert "1 time at the most" in again.refusal(13, "file_appeal", grounds="no", evidence=BOTH).why
    twice = again.under(policies(appeals={"rounds": 2}))
    assert twice.give(13, "file_appeal", grounds="no", evidence=BOTH).case(13).status is Status.APPEAL_REQUESTED


def test_a_policy_without_appeals_knows_none():
    """G2.5a: once per ruling (policy)."""
    told = decided().under(policies(appeals={"rounds": 0}))
    assert told.refusal(9, "file_appeal", grounds="no", evidence=BOTH).rule == "G2.5a"
    assert "file_appeal" not in told.actions(9)


def test_an_appeal_by_the_customer_does_not_use_up_ours():
    """G2.5a: the enterprise appeals where the ruling was improper."""
    told = decided(in_favour_of="seller", refund=None).then(
        told_of("appeal.opened", 9, appeal_id="A-1", opened_by="customer"),
        told_of("appeal.decided", 12, appeal_id="A-1", in_favour_of="customer", refund=usd(2400)),
    )
    assert told.give(13, "file_appeal", grounds="no", evidence=BOTH).case(13).status is Status.APPEAL_REQUESTED


@pytest.mark.parametrize(("until", "last"), [(None, 15), ("2026-03-11T12:00:00Z", 10)])
def test_an_appeal_comes_within_its_window(until, last):
    """G2.5a: what the platform sets, else 7 days."""
    told = decided(appeal_until=until)
    assert told.deadline(9, "appeal").at == on(last)
    just = on(last, ms=-1)
    assert told.give(just, "file_appeal", grounds="x", evidence=BOTH).case(just).status is Status.APPEAL_REQUESTED
    assert "while the case is closed" in told.refusal(on(last), "file_appeal", grounds="x", evidence=BOTH).why


def test_a_window_that_the_platform_sets_before_its_ruling_is_over_at_once():
    """G2.5a: deadlines set in the past by the platform."""
    told = decided(appeal_until="2026-03-03T12:00:00Z")
    assert (told.case(8.6).status, told.case(8.6).outcome) == (Status.CLOSED, Outcome.RULED_CUSTOMER)
    assert told.entry(8.6, "deadline.appeal").at == on(8)


def test_only_a_ruling_is_appealed():
    """G2.5a: file_appeal on a decided case."""
    assert "while the case is requested" in opened().refusal(3, "file_appeal", grounds="x", evidence=[]).why


@pytest.mark.parametrize(
    ("named", "missing"),
    [([], "logistics (0 of 1), photo (0 of 1)"), (["E-1"], "photo (0 of 1)"), (["E-2"], "logistics (0 of 1)")],
)
def test_an_appeal_that_names_too_little_evidence_is_refused_with_what_to_name(named, missing):
    """G2.5b: an appeal without at least one logistics document and one photo is refused with what is missing."""
    refused = decided().refusal(9, "file_appeal", grounds="x", evidence=named)
    assert (refused.rule, refused.why) == ("G2.5b", f"the appeal does not name evidence that it needs: {missing}")


def test_evidence_that_the_case_itself_lacks_is_asked_for_in_other_words():
    """G2.5b: a photo that nobody uploaded cannot be named."""
    told = decided().under(policies(appeals={"evidence": {"logistics": 1, "photo": 2}}))
    refused = told.refusal(9, "file_appeal", grounds="x", evidence=BOTH)
    assert (refused.rule, refused.why) == ("G2.5b", "required evidence is missing: photo (1 of 2)")


def test_what_an_appeal_needs_is_policy():
    """G2.5b: by default (policy)."""
    told = decided().under(policies(appeals={"evidence": {"logistics": 1, "photo": 2}}))
    assert "photo (1 of 2)" in told.refusal(9, "file_appeal", grounds="x", evidence=BOTH).why


def test_a_reason_can_ask_for_more():
    """G2.5b: readiness checklist per reason."""
    more = {"colour_difference": {"contract": 1}}
    told = decided().under(policies(evidence={"by_reason": more}))
    assert [(lacking.kind, lacking.needed, lacking.have) for lacking in readiness(told.case(9)).missing] == [
        ("contract", 1, 0)
    ]


def test_only_stored_evidence_of_the_case_counts():
    """G2.5b: an appeal names stored evidence."""
    announced = evidence(8.6, "E-3", "photo")[0]
    rejected = ours("evidence.rejected", on(8.7), by=Party.SYSTEM, return_id="R-1", evidence_id="E-3", reason="an SVG")
    told = decided()
    for unfit in (told.then(announced), told.then(announced, rejected), told):
        refused = unfit.refusal(9, "file_appeal", grounds="x", evidence=["E-1", "E-2", "E-3"])
        assert "stored evidence of this case" in refused.why


def test_one_photo_named_twice_is_one_photo():
    """G2.5b: with evidence."""
    told = decided().under(policies(appeals={"evidence": {"photo": 2}}))
    assert "photo (1 of 2)" in told.refusal(9, "file_appeal", grounds="x", evidence=["E-1", "E-2", "E-2"]).why


def test_what_is_new_since_the_ruling_is_listed():
    """G2.5b: a list of what is new since the ruling."""
    assert readiness(decided().case(9)).new_since_ruling == ("E-2",)
    assert readiness(opened().then(*evidence(3, "E-1", "photo")).case(4)).new_since_ruling == ()


def test_readiness_shows_what_is_missing_before_anybody_appeals():
    """G2.5b: readiness checklist."""
    found = readiness(opened().case(3))
    assert (found.ready, [lacking.kind for lacking in found.missing]) == (False, ["logistics", "photo"])
    assert readiness(decided().case(9)).ready


def test_an_appeal_of_the_customers_withdraws_ours():
    """G2.5a: the platform's own proceeding withdraws ours."""
    told = appealed().then(told_of("appeal.opened", 10, appeal_id="A-9", opened_by="customer"))
    assert [found.status.value for found in told.case(10).rounds] == ["decided", "withdrawn", "open"]
    assert told.case(10).status is Status.IN_APPEAL
    assert [effect.round.kind for effect in effects(told.file(10))] == []


def test_an_appeal_before_its_mediation_counts_when_it_comes():
    """G2.5a: facts of the platform apply from every open state."""
    told = opened().then(told_of("appeal.opened", 3, appeal_id="A-1", opened_by="customer"))
    assert told.case(3).status is Status.IN_APPEAL
    ruled = told.then(told_of("appeal.decided", 4, appeal_id="A-1", in_favour_of="split", refund=usd(5)))
    assert (ruled.case(4).status, ruled.case(4).ruling) == (Status.DECIDED, ruled.case(4).rounds[0])


def test_a_refund_during_an_appeal_is_kept_and_does_not_close_the_case():
    """G2.5a: the appeal runs on."""
    told = appealed().then(told_of("refund.settled", 10, amount=usd(2400)))
    assert told.case(10).status is Status.APPEAL_REQUESTED
    won = told.then(told_of("appeal.decided", 12, appeal_id="A-1", in_favour_of="seller"))
    assert won.case(12).status is Status.DECIDED
    assert won.give(13, "close_case", root_cause="a dark photo").case(13).outcome is Outcome.RULED_SELLER


def test_the_ruling_of_another_mediation_is_a_new_one_to_appeal():
    """G2.5a: once per ruling."""
    lost = appealed().then(told_of("appeal.decided", 10, appeal_id="A-1", in_favour_of="customer", refund=usd(1)))
    anew = lost.then(told_of("mediation.decided", 11, mediation_id="M-2", in_favour_of="customer", refund=usd(2)))
    again = anew.give(12, "file_appeal", grounds="nor this time", evidence=BOTH)
    assert again.case(12).status is Status.APPEAL_REQUESTED
    over = again.then(told_of("appeal.decided", 13, appeal_id="A-2", in_favour_of="customer", refund=usd(1)))
    assert "1 time at the most" in over.refusal(14, "file_appeal", grounds="no", evidence=BOTH).why

import pytest

from chalicelib.advice.next_steps import next_steps
from tests.domain.histories import Story, evidence, opened, policies, told_of, usd

PROOF = (*evidence(3, "E-1", "photo"), *evidence(3, "E-2", "logistics"))


def ruled(refund: int = 1000) -> Story:
    """Ruled for the customer on day 8."""
    ruling = told_of("mediation.decided", 8, mediation_id="M-1", in_favour_of="customer", refund=usd(refund))
    return opened().then(*PROOF, ruling)


def steps(told: Story, day: float) -> str:
    file = told.file(day)
    return " ".join(next_steps(file, file.cases["R-1"]))


@pytest.mark.parametrize("closed", ["by silence", "by the seller"])
def test_what_was_ruled_and_is_not_paid_is_the_next_step_also_after_the_end(closed):
    """G3.4: every case tells the next steps."""
    told = ruled().give(9, "close_case", root_cause="a dark photo") if closed == "by the seller" else ruled()
    assert "Pay 10.00 USD" in steps(told, 16)
    assert "Nothing" not in steps(told, 16)
    paid = told.give(16, "record_settlement", kind="refund")
    assert "to be paid" not in steps(paid, 17)


def test_an_open_offer_of_ours_can_be_answered_elsewhere_or_withdrawn():
    """G3.4: next steps name what is possible now."""
    told = opened().give(3, "make_offer", resolution="exchange")
    assert "Your offer (an exchange) waits for the customer" in steps(told, 3)
    assert "waits" not in steps(told.give(4, "withdraw_offer", offer_id="R-1-s1"), 4)


def test_a_root_cause_is_asked_for_once():
    """G3.4: no next step names what would be refused. A case that a ruling has opened again is closed again."""
    told = ruled(0).under(policies(appeals={"rounds": 0}))
    assert "root cause" in steps(told, 16)
    closed = told.give(16, "close_case", root_cause="a dark photo")
    assert steps(closed, 17).startswith("Nothing: the case is closed")
    lost = told_of("appeal.decided", 18, appeal_id="A-1", in_favour_of="seller")
    assert "close_case" in closed.then(lost).actions(18)
    assert "Close the case" in steps(closed.then(lost), 18)


def test_a_case_that_is_open_again_after_its_root_cause_is_not_called_closed():
    """G3.4: offered where the case stands."""
    told = ruled(0).give(9, "close_case", root_cause="a dark photo")
    ruled_again = told.then(told_of("mediation.decided", 10, mediation_id="M-2", in_favour_of="split", refund=usd(0)))
    appealed = ruled_again.give(11, "file_appeal", grounds="look again", evidence=["E-1", "E-2"])
    assert steps(appealed, 11).endswith("Wait until the platform takes your request up.")

import hashlib
import json

from chalicelib.domain.case_parts import Outbox
from chalicelib.domain.effects import effects
from tests.domain.histories import Story, evidence, on, opened, ours, told_of, usd


def asked(day: float = 5) -> Story:
    return opened().give(day, "escalate", reason="silence")


def standing(told: Story, day: float | None = None) -> list[str]:
    return [effect.id for effect in effects(told.file(day or 40)) if effect.wanted]


def test_an_effect_is_named_by_what_it_is_about():
    """G2.3b: SHA-256 over merchant, case id, kind, round and generation."""
    named = ["demo", "alibaba.A-1001.R-1", "mediation", 1, 0]
    assert standing(asked()) == [hashlib.sha256(json.dumps(named).encode()).hexdigest()]


def test_an_effect_keeps_its_id_whoever_asked_for_it_and_when():
    """G2.3b: it does not move when causes are reordered."""
    by_clock = opened()
    assert standing(asked(5)) == standing(asked(6)) == standing(by_clock)
    late_word = by_clock.then(told_of("message.posted", 3, text="hello"))
    assert standing(late_word) == standing(by_clock)


def test_a_withdrawn_request_that_is_due_again_is_a_new_generation():
    """G2.3b: generation is the number of withdrawals so far."""
    (first,) = standing(asked())
    (second,) = standing(asked().knowing(Outbox(sent=frozenset({first}), withdrawn=frozenset({first}))))
    both = frozenset({first, second})
    (third,) = standing(asked().knowing(Outbox(sent=both, withdrawn=both)))
    assert len({first, second, third}) == 3


def test_a_withdrawal_of_another_case_makes_no_new_generation():
    """G2.3b: the id is of one case."""
    (first,) = standing(asked())
    assert standing(asked().knowing(Outbox(withdrawn=frozenset({"of another case"})))) == [first]


def test_mediation_and_appeal_have_each_their_effect():
    """G2.5a: the appeal goes over the same queue."""
    told = asked().then(
        *evidence(5.5, "E-1", "logistics"),
        *evidence(5.6, "E-2", "photo"),
        told_of("mediation.decided", 6, mediation_id="M-1", in_favour_of="customer", refund=usd(100)),
    )
    appealed = told.give(7, "file_appeal", grounds="x", evidence=["E-1", "E-2"])
    found = effects(appealed.file(8))
    assert [(effect.round.kind, effect.wanted) for effect in found] == [("mediation", False), ("appeal", True)]
    assert len({effect.id for effect in found}) == 2


def test_a_filing_that_failed_is_not_wanted_again_and_waits_for_a_person():
    """G2.3b: what ends in the dead-letter queue appends failed."""
    (effect_id,) = standing(asked())
    failed = asked().then(
        ours("filing.failed", 6, return_id="R-1", effect_id=effect_id, kind="mediation", detail="it answered 500")
    )
    assert standing(failed, 6) == []
    assert [effect.id for effect in effects(failed.file(6))] == [effect_id]
    filed = failed.give(7, "record_filing", effect_id=effect_id, reference="MED-1")
    assert filed.case(7).rounds[0].status == "filed"


def test_a_request_left_to_a_person_still_stands():
    """G2.3b: where there is no filing endpoint, a task for a person."""
    (effect_id,) = standing(asked())
    left = asked().then(
        ours("filing.left_to_person", 6, return_id="R-1", effect_id=effect_id, kind="mediation", detail="no endpoint")
    )
    assert left.case(6).rounds[0].left_to_person
    assert standing(left, 6) == [effect_id]


def test_a_request_withdrawn_for_a_late_ruling_is_not_sent_again():
    """G2.3b: the clock's request fell with a late ruling; the seller's own, later still, is that ruling's."""
    (by_clock,) = standing(opened())
    taken_back = Outbox(sent=frozenset({by_clock}), withdrawn=frozenset({by_clock}))
    ruled = told_of("mediation.decided", 6, mediation_id="M-1", in_favour_of="seller")
    assert effects(opened().then(ruled).file(40)) == ()
    (found,) = effects(asked(5).then(ruled).knowing(taken_back).file(40))
    assert (found.id, found.wanted, found.round.status) == (by_clock, False, "decided")


def test_a_filing_nobody_asked_for_changes_nothing():
    """G2.3b: only what we asked for can be filed."""
    told = opened().then(
        ours("filing.recorded", 3, return_id="R-1", effect_id="f00", kind="mediation", reference="MED-1")
    )
    assert told.entry(3, "filing.recorded").no_effect_because == "no such request was made"


def test_a_filing_that_comes_after_its_request_was_withdrawn_is_on_record():
    """G2.3b: a desk that filed what was withdrawn meanwhile shows it."""
    (effect_id,) = standing(asked())
    told = asked().give(6, "accept_return")
    late = told.then(
        ours("filing.recorded", on(6.5), return_id="R-1", effect_id=effect_id, kind="mediation", reference="MED-1")
    )
    (found,) = late.case(7).rounds
    assert (found.status, found.reference) == ("withdrawn", "MED-1")
    assert effects(late.file(7)) == ()


def test_a_settled_case_wants_nothing_of_the_outside():
    """G2.3b: folds again and files only what still stands."""
    assert effects(asked().then(told_of("refund.settled", 6, amount=usd(2400))).file(7)) == ()

"""A fact is itself by what it is about: told again it changes nothing, told otherwise the first stands."""

import pytest

from chalicelib.domain.events import UNREADABLE, Event
from chalicelib.domain.facts import Unknown
from chalicelib.values.vocabulary import EventType, Party, Status
from tests.domain.histories import line, offer, on, opened, placed, requested, rules_flagged, story, told, told_of, usd
from tests.domain.specimens import DATA

ITSELF = {
    "return.requested": {},
    "offer.made": {"offer_id": "C-1", "resolution": "exchange"},
    "mediation.opened": {"mediation_id": "M-1", "opened_by": "customer"},
    "mediation.decided": {"mediation_id": "M-1", "in_favour_of": "split", "refund": usd(100)},
    "appeal.opened": {"appeal_id": "A-1", "opened_by": "customer"},
    "appeal.decided": {"appeal_id": "A-1", "in_favour_of": "split", "refund": usd(100)},
    "refund.settled": {"amount": usd(100), "reference": "P-1"},
}
OTHERWISE = {
    "offer.made": {"resolution": "partial_refund", "amount": usd(1)},
    "mediation.opened": {"opened_by": "seller"},
    "mediation.decided": {"in_favour_of": "seller"},
    "appeal.opened": {"opened_by": "seller"},
    "appeal.decided": {"in_favour_of": "seller"},
    "refund.settled": {"amount": usd(101)},
}


@pytest.mark.parametrize("kind", ITSELF)
@pytest.mark.parametrize("days", [0, 1])
def test_a_fact_that_is_repeated_under_a_new_delivery_has_no_second_effect(kind, days):
    first = opened().then(told_of(kind, 3, **ITSELF[kind]))
    again = first.then(told_of(kind, 3 + days, delivery="again", **ITSELF[kind]))
    assert again.case(4).timeline[-1].no_effect_because == "it was told before"
    assert again.case(4).rounds == first.case(4).rounds
    assert (again.case(4).settled, again.case(4).offers) == (first.case(4).settled, first.case(4).offers)
    assert rules_flagged(again.case(4)) == set()


def test_a_repeated_mediation_with_another_status_is_no_contradiction():
    mediation = ITSELF["mediation.opened"]
    first = opened().then(told_of("mediation.opened", 3, platform_status="WAITING", **mediation))
    again = first.then(told_of("mediation.opened", 4, delivery="again", platform_status="HEARING", **mediation))
    assert (first.case(5).platform_status, again.case(5).platform_status) == ("WAITING", "HEARING")
    assert again.case(5).timeline[-1].no_effect_because == "it was told before"
    assert rules_flagged(again.case(5)) == set()


@pytest.mark.parametrize("kind", OTHERWISE)
def test_a_fact_that_contradicts_the_first_is_flagged_and_the_first_counts(kind):
    first = opened().then(told_of(kind, 3, **ITSELF[kind]))
    other = first.then(told_of(kind, 4, **ITSELF[kind] | OTHERWISE[kind]))
    assert other.case(5).rounds == first.case(5).rounds
    assert (other.case(5).settled, other.case(5).offers) == (first.case(5).settled, first.case(5).offers)
    assert "told-otherwise" in rules_flagged(other.case(5))
    assert "otherwise" in (other.entry(5, kind).no_effect_because or "")


def test_what_is_dated_first_is_the_first_whenever_it_arrives():
    late = opened().then(offer(4, amount=usd(2)), offer(3, amount=usd(1)))
    (found,) = late.case(5).offers
    assert str(found.amount) == "0.01 USD"


def test_a_bare_signal_is_filled_in_by_a_fuller_telling():
    told_bare = story(placed(), told_of("return.requested", 2))
    full = told_bare.then(requested(3))
    case = full.case(3)
    assert (case.claim, case.wants, case.opened_at) == (opened().case(3).claim, "return_and_refund", on(2))
    assert full.entry(3, "return.requested").effect == "the request is on record"
    assert full.entry(3, "freight.decided").effect
    assert rules_flagged(case) == set()


def test_a_third_version_of_a_fact_is_compared_with_all_before_it():
    bare = story(placed(), told_of("return.requested", 2), told_of("return.requested", 3, wants="exchange"))
    other = bare.then(told_of("return.requested", 4, wants="partial_refund"))
    assert (other.case(5).wants, "told-otherwise" in rules_flagged(other.case(5))) == ("exchange", True)


def test_a_fuller_telling_after_the_end_fills_nothing_in():
    ended = story(placed(), told_of("return.requested", 2), told_of("return.withdrawn", 3))
    case = ended.then(requested(4)).case(5)
    assert (case.lines, case.timeline[-1].no_effect_because) == ((), "the case had closed before it (withdrawn)")


@pytest.mark.parametrize(("text", "minutes", "count"), [("hello", 0, 1), ("hello", 1, 2), ("bye", 0, 2)])
def test_a_message_is_itself_by_its_time_and_text(text, minutes, count):
    twice = opened().then(
        told_of("message.posted", on(3), text="hello"),
        told_of("message.posted", on(3, minutes=minutes), text=text, delivery="again"),
    )
    said = [entry for entry in twice.case(4).timeline if entry.type == "message.posted" and entry.effect]
    assert len(said) == count


@pytest.mark.parametrize("kind", ["return.withdrawn", "return.contested", "offer.accepted", "return.shipped"])
def test_a_repeated_fact_without_an_id_is_harmless(kind):
    data = {"offer_id": "R-1-s1"} if kind == "offer.accepted" else {}
    before = opened().give(3, "make_offer", resolution="return_and_refund")
    if kind == "return.contested":
        before = before.give(3.5, "refuse_return", reason="no")
    once = before.then(told_of(kind, 4, **data))
    again = once.then(told_of(kind, 4, delivery="again", **data))
    assert (again.case(5).status, again.case(5).since) == (once.case(5).status, once.case(5).since)
    assert again.case(5).timeline[-1].no_effect_because


@pytest.mark.parametrize("kind", [kind for kind in EventType if kind in DATA])
def test_our_own_words_in_a_strangers_mouth_change_nothing(kind):
    stranger = Event(
        id="delivery#x",
        type=kind,
        at=on(3),
        received_at=on(3),
        by=Party.PLATFORM,
        fact=Unknown.model_validate(DATA[kind] | {"return_id": "R-1"}),
    )
    case = opened().then(stranger).case(4)
    assert case.timeline[-1].no_effect_because == "a type nobody knows: kept, changes nothing"
    assert (case.status, case.rounds, case.evidence) == (Status.REQUESTED, (), ())


def test_a_type_nobody_knows_is_kept_and_changes_nothing():
    file = opened().then(told("shop.renamed", 3), told_of("refund.paused", 3)).file(4)
    assert file.order.entries[-1].no_effect_because == "a type nobody knows: kept, changes nothing"
    assert file.cases["R-1"].timeline[-1].no_effect_because == "a type nobody knows: kept, changes nothing"


@pytest.mark.parametrize("return_id", [5, None, ["R-1"], {"a": 1}, "../R-1", "x" * 65])
def test_an_unknown_type_with_an_odd_return_id_is_of_no_case(return_id):
    assert told("refund.paused", 3, return_id=return_id).return_id is None


def test_a_row_that_cannot_be_read_changes_nothing_and_asks_for_a_person():
    broken = Event(id="x", type=UNREADABLE, at=on(3), received_at=on(3), by=Party.SYSTEM, fact=Unknown())
    case = opened().then(broken).case(4)
    assert (case.status, rules_flagged(case)) == (Status.REQUESTED, {"replay"})


def test_a_platform_that_says_unreadable_itself_is_only_an_unknown_word():
    assert rules_flagged(opened().then(told(UNREADABLE, 3)).case(4)) == set()


def test_a_case_nobody_opened_is_none():
    waiting = story(placed(), offer(3), told_of("refund.settled", 4, amount=usd(1)), told_of("refund.paused", 5))
    assert waiting.file(6).cases == {}


@pytest.mark.parametrize(
    "kind", ["return.requested", "return.updated", "return.shipped", "return.delivered", "return.contested"]
)
def test_any_word_of_a_return_opens_its_case(kind):
    case = story(told_of(kind, 3)).case(4)
    assert (case.status, case.opened_at) == (Status.REQUESTED, on(3))


def test_a_withdrawal_of_a_return_never_seen_is_a_case_that_is_over():
    assert story(told_of("return.withdrawn", 3)).case(4).outcome == "withdrawn"


def test_the_platforms_own_status_is_kept_in_its_own_words():
    case = opened().then(told_of("return.updated", 3, platform_status="BUYER_SENDS", lines=[line()])).case(4)
    assert (case.platform_status, case.status) == ("BUYER_SENDS", Status.REQUESTED)


def test_repeated_facts_of_an_order_have_no_second_effect():
    """A fact that is told again under a new delivery id has no second effect."""
    shown = {"policy": "guide", "version": 3, "channel": "listing"}
    kinds = {"order.shipped": {}, "order.delivered": {}, "policy.disclosed": shown}
    once = [told(kind, 1, **data) for kind, data in kinds.items()]
    again = [told(kind, 1, delivery="again", **data) for kind, data in kinds.items()]
    order = story(placed(), *once, *again, requested(2)).file(2).order
    assert len(order.disclosures) == 1
    for kind in kinds:
        assert sorted(entry.effect is None for entry in order.entries if entry.type == kind) == [False, True]


def test_a_parcel_that_is_named_in_a_second_telling_is_known():
    """The first telling stands, and what it left open may be filled in."""
    tracking = {"carrier": "DHL", "number": "1"}
    events = (told("order.shipped", 1), told("order.shipped", 1.5, tracking=tracking))
    order = story(placed(), *events, requested(2)).file(2).order
    assert (order.shipped_at, order.tracking and order.tracking.carrier) == (events[0].at, "DHL")
    assert [entry.effect is None for entry in order.entries] == [False, False, False]

import pytest

from chalicelib.values.states import OfferStatus
from chalicelib.values.vocabulary import Party, Resolution, Status
from tests.domain.histories import Story, line, offer, on, opened, rules_flagged, told_of, usd

HALF = {"resolution": "partial_refund", "amount": usd(1200)}


def offers(told: Story, day: float) -> dict[str, str]:
    return {found.offer_id: found.status.value for found in told.case(day).offers}


@pytest.mark.parametrize(
    ("resolution", "amount", "worth"),
    [
        ("return_and_refund", None, 2400),
        ("refund_without_return", None, 2400),
        ("partial_refund", 1000, 1000),
        ("exchange", None, None),
        ("exchange", 300, 300),
    ],
)
def test_either_side_offers_any_resolution_with_its_terms(resolution, amount, worth):
    """G2.3a: offers and counter-offers of either side, each with amount, freight payer, expiry."""
    terms = {"resolution": resolution, "freight_payer": "seller", "expires_at": on(9), "text": "let us agree"}
    terms |= {"amount": usd(amount)} if amount else {}
    case = opened().give(3, "make_offer", **terms).then(offer(4, **{"amount": None} | terms)).case(4)
    mine, theirs = case.offers
    assert (mine.offer_id, mine.by, theirs.offer_id, theirs.by) == ("R-1-s1", Party.SELLER, "C-1", Party.CUSTOMER)
    for found in case.offers:
        assert found.resolution == resolution
        assert (found.freight_payer, found.expires_at, found.text) == (Party.SELLER, on(9), "let us agree")
    assert (mine.amount.minor if mine.amount else None) == worth
    assert case.status is Status.NEGOTIATING


def test_a_partial_refund_names_its_amount():
    """G2.3a: each with amount."""
    assert "names its amount" in opened().refusal(3, "make_offer", resolution="partial_refund").why


@pytest.mark.parametrize("expires", [on(2), on(3)], ids=["before", "now"])
def test_an_offer_leaves_time_to_be_answered(expires):
    """G2.3a: expiry."""
    assert "expires after" in opened().refusal(3, "make_offer", **HALF, expires_at=expires).why


def test_a_new_offer_by_a_side_replaces_its_older_one_and_not_the_other_sides():
    """G2.3a: a new offer by a side replaces its older one."""
    told = opened().give(3, "make_offer", **HALF).then(offer(3.1)).give(4, "make_offer", **HALF)
    assert offers(told, 4) == {"R-1-s1": "replaced", "C-1": "open", "R-1-s2": "open"}


def test_an_offer_expires_by_itself():
    """G2.3a: expiry."""
    told = opened().give(3, "make_offer", **HALF, expires_at=on(4))
    assert [offers(told, day)["R-1-s1"] for day in (3.9, 4)] == ["open", "expired"]
    assert told.entry(4, "deadline.offer").at == on(4)


def test_nobody_accepts_their_own_offer():
    """G2.3a: nobody accepts their own."""
    told = opened().give(3, "make_offer", **HALF).then(offer(3.1))
    assert "own offer" in told.refusal(4, "accept_offer", offer_id="R-1-s1").why
    theirs = told.then(told_of("offer.accepted", 4, offer_id="C-1"))
    assert theirs.case(4).status is Status.NEGOTIATING
    assert "own offer" in (theirs.entry(4, "offer.accepted").no_effect_because or "")


def test_an_acceptance_names_the_offer():
    """G2.3a: acceptance names the offer."""
    told = opened().then(offer(3), offer(3.5, "C-2", amount=usd(900)))
    assert "no such offer" in told.refusal(4, "accept_offer", offer_id="C-3").why
    assert "replaced" in told.refusal(4, "accept_offer", offer_id="C-1").why
    agreement = told.give(4, "accept_offer", offer_id="C-2").case(4).agreement
    assert agreement is not None
    assert agreement.amount is not None
    assert agreement.amount.minor == 900


@pytest.mark.parametrize("answer", ["offer.accepted", "offer.declined"])
def test_an_answer_to_an_offer_nobody_made_changes_nothing(answer):
    """G2.3a: acceptance names the offer."""
    told = opened().then(told_of(answer, 3, offer_id="C-9"))
    assert told.entry(3, answer).no_effect_because == "no such offer was made before it"
    assert told.case(3).status is Status.REQUESTED


@pytest.mark.parametrize("first", ["accept_offer", "decline_offer"])
def test_an_offer_that_was_answered_or_expired_is_open_no_more(first):
    """G2.3a: immutable once made; an answer is final."""
    told = opened().then(offer(3, expires_at=on(5)))
    answered = told.give(4, first, offer_id="C-1")
    assert offers(answered, 4)["C-1"] == ("accepted" if first == "accept_offer" else "declined")
    assert answered.refusal(4.5, "accept_offer", offer_id="C-1")
    assert "no offer of the customer is open" in told.refusal(5, "accept_offer", offer_id="C-1").why


def test_an_acceptance_dated_before_the_expiry_counts_however_late_it_arrives():
    """G2.3a: passed deadlines act at their own instants; what is dated before them comes before them."""
    told = opened().give(3, "make_offer", **HALF, expires_at=on(5))
    assert offers(told, 6)["R-1-s1"] == "expired"
    late = told.then(told_of("offer.accepted", on(4), offer_id="R-1-s1"))
    assert (offers(late, 6)["R-1-s1"], late.case(6).status) == ("accepted", Status.SETTLING)


@pytest.mark.parametrize(("ms", "status"), [(0, "accepted"), (1, "expired")])
def test_an_acceptance_in_the_very_instant_of_the_expiry_is_in_time(ms, status):
    """G2.3a: expiry is an instant, and the instant itself still counts."""
    told = opened().give(3, "make_offer", **HALF, expires_at=on(5))
    assert offers(told.then(told_of("offer.accepted", on(5, ms=ms), offer_id="R-1-s1")), 6)["R-1-s1"] == status


def test_an_offer_that_comes_again_with_other_terms_stays_as_it_was_made():
    """G2.3a: immutable once made."""
    told = opened().then(offer(3), offer(4, amount=usd(2000)))
    (found,) = told.case(4).offers
    assert found.amount is not None
    assert (found.amount.minor, found.status) == (1200, OfferStatus.OPEN)
    assert "told-otherwise" in rules_flagged(told.case(4))


def test_an_offer_of_the_customers_under_the_id_of_ours_unmakes_nothing():
    """G2.3a: a promise once made is not unmade by a late fact."""
    ours = opened().give(4, "make_offer", **HALF)
    for day in (3.0, 5.0):
        case = ours.then(offer(day, "R-1-s1", amount=usd(1))).case(6)
        assert [(found.by, found.status.value) for found in case.offers] == [(Party.SELLER, "open")]
        assert "told-otherwise" in rules_flagged(case)


def test_an_offer_id_of_ours_is_never_one_the_customer_has_used():
    """G2.3a: offers made by the seller are <return_id>-s<n>."""
    told = opened().then(offer(3, "R-1-s1")).give(4, "make_offer", **HALF)
    assert offers(told, 4) == {"R-1-s1": "open", "R-1-s2": "open"}


@pytest.mark.parametrize(
    ("resolution", "status"),
    [
        (Resolution.RETURN_AND_REFUND, Status.AGREED),
        (Resolution.EXCHANGE, Status.AGREED),
        (Resolution.PARTIAL_REFUND, Status.SETTLING),
        (Resolution.REFUND_WITHOUT_RETURN, Status.SETTLING),
    ],
)
@pytest.mark.parametrize("side", [Party.CUSTOMER, Party.SELLER])
def test_an_agreement_leads_where_its_resolution_leads(resolution, status, side):
    """G2.3a: both sides negotiate a return or an exchange."""
    if side is Party.CUSTOMER:
        made = opened().then(offer(3, resolution=resolution, amount=usd(2000)))
        agreed = made.give(4, "accept_offer", offer_id="C-1").case(4)
    else:
        made = opened().give(3, "make_offer", resolution=resolution, amount=usd(2000))
        agreed = made.then(told_of("offer.accepted", 4, offer_id="R-1-s1")).case(4)
    assert agreed.agreement is not None
    assert (agreed.status, agreed.agreement.resolution) == (status, resolution)
    assert {found.status for found in agreed.offers} == {OfferStatus.ACCEPTED}


@pytest.mark.parametrize("wants", list(Resolution))
def test_accepting_a_return_agrees_to_what_the_customer_wants(wants):
    """G2.3a: agrees to wants for the full remaining value of its lines."""
    agreement = opened(wants=wants).give(3, "accept_return").case(3).agreement
    assert agreement is not None
    assert agreement.resolution is wants
    assert (agreement.amount.minor if agreement.amount else None) == (None if wants is Resolution.EXCHANGE else 2400)


def test_a_return_whose_wish_is_unknown_is_not_accepted():
    """G2.3a: agrees to wants."""
    assert "not known" in opened(wants=None).refusal(3, "accept_return").why
    assert "not known" in opened(lines=None).refusal(3, "accept_return").why


def test_an_agreement_leaves_no_other_offer_open():
    """G2.3a: the agreement is the one that was accepted."""
    told = opened().give(3, "make_offer", **HALF).then(offer(3.5)).give(4, "accept_offer", offer_id="C-1")
    assert offers(told, 4) == {"R-1-s1": "replaced", "C-1": "accepted"}


def test_an_offer_without_amount_is_agreed_at_its_worth_when_it_was_accepted():
    """G2.3a: a promise is not changed by a late fact."""
    agreed = (
        opened().then(offer(3, resolution="return_and_refund", amount=None)).give(5, "accept_offer", offer_id="C-1")
    )
    late = agreed.then(told_of("return.updated", 4, lines=[line(quantity=1, minor=100)])).case(6)
    assert late.due is not None
    assert late.due.minor == 2400


def test_an_offer_without_amount_for_unknown_goods_is_not_accepted():
    """G2.3a: each with amount."""
    told = opened(lines=None).then(offer(3, resolution="refund_without_return", amount=None))
    assert "name the amount" in told.refusal(4, "accept_offer", offer_id="C-1").why


def test_an_agreement_before_what_was_agreed_later_stands_and_the_later_promise_is_flagged():
    """G2.3a: a promise that counts no more is for a person to look at."""
    accepted = opened().give(3, "make_offer", **HALF).give(6, "accept_return")
    late = accepted.then(told_of("offer.accepted", 5, offer_id="R-1-s1")).case(6)
    assert late.due is not None
    assert (late.due.minor, late.status) == (1200, Status.SETTLING)
    assert any("return.accepted was promised" in review.detail for review in late.reviews)

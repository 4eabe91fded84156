"""The data that ships beside the policies: it is friendly, and it fits wherever a case can stand."""

import pytest

from chalicelib.advice.courtesy import hostile_words as found
from chalicelib.advice.replies import fitting_replies
from chalicelib.policies.data import hostile_words, platform_resources, reply_templates
from chalicelib.values.reasons import ReasonCode
from chalicelib.values.vocabulary import Status
from tests.domain.histories import Story, offer, opened, ours, told_of

MARKETPLACES = ("alibaba", "lazada")


def standing(status: Status) -> tuple[Story, float]:
    """A case that stands so, and a day on which it does."""
    agreed = opened().give(3, "accept_return")
    returning = agreed.then(told_of("return.shipped", 4))
    inspecting = returning.then(told_of("return.delivered", 5))
    inspected = inspecting.give(
        6, "record_inspection", matches_description=True, matches_pictures=True, condition="as_sent"
    )
    mediating = opened().then(told_of("mediation.opened", 3, mediation_id="M-1", opened_by="customer"))
    refund = {"minor": 1, "currency": "USD"}
    decided = mediating.then(
        told_of("mediation.decided", 4, mediation_id="M-1", in_favour_of="customer", refund=refund)
    )
    appealed = decided.then(ours("appeal.filed", 5, return_id="R-1", grounds="new photos", evidence=["E-1"]))
    stories = {
        Status.REQUESTED: opened(),
        Status.NEGOTIATING: opened().then(offer(3)),
        Status.AGREED: agreed,
        Status.RETURNING: returning,
        Status.INSPECTING: inspecting,
        Status.SETTLING: inspected,
        Status.REFUSED: opened().give(3, "refuse_return", reason="the seal is broken"),
        Status.MEDIATION_REQUESTED: opened().then(ours("mediation.requested", 3, return_id="R-1", reason="stuck")),
        Status.IN_MEDIATION: mediating,
        Status.DECIDED: decided,
        Status.APPEAL_REQUESTED: appealed,
        Status.IN_APPEAL: appealed.then(told_of("appeal.opened", 6, appeal_id="P-1", opened_by="seller")),
        Status.CLOSED: opened().then(told_of("return.withdrawn", 3)),
    }
    day = {Status.SETTLING: 6.5, Status.IN_APPEAL: 6.5, Status.APPEAL_REQUESTED: 5.5, Status.INSPECTING: 5.5}
    return stories[status], day.get(status, 4.5)


@pytest.mark.parametrize("status", Status)
def test_every_status_has_a_friendly_reply(status):
    """G3.3: reply templates per situation."""
    told, day = standing(status)
    file = told.file(day)
    assert file.cases["R-1"].status is status
    replies = fitting_replies(reply_templates(), file, file.cases["R-1"])
    assert replies
    for reply in replies:
        assert reply.text.startswith("Dear Ada Buyer, ")
        assert "$" not in reply.text
        assert found(reply.text, hostile_words()) == ()


@pytest.mark.parametrize("code", [*ReasonCode, "a word of the platform's"])
def test_every_reason_has_a_friendly_reply(code):
    file = opened(reason={"code": code}).file(3)
    assert len(fitting_replies(reply_templates(), file, file.cases["R-1"])) >= 2


def test_every_reply_is_offered_somewhere_and_each_situation_has_one():
    reasons = [opened(reason={"code": code}) for code in ReasonCode]
    exchange = opened(wants="exchange").give(3, "accept_return").then(told_of("return.delivered", 4))
    inspected = {"matches_description": True, "matches_pictures": True, "condition": "as_sent"}
    stories = [
        *(standing(status) for status in Status),
        *((told, 3) for told in reasons),
        (opened(customer={"name": "Bob"}), 3),
        (opened().give(3, "make_offer", resolution="exchange"), 4),
        (exchange.give(5, "record_inspection", **inspected), 6),
    ]
    files = [told.file(day) for told, day in stories]
    offered = {
        reply.situation for file in files for reply in fitting_replies(reply_templates(), file, file.cases["R-1"])
    }
    assert sorted(offered) == sorted(template.situation for template in reply_templates())


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("marketplace", MARKETPLACES)
def test_every_status_has_a_page_of_the_platform(status, marketplace):
    """G3.4: per marketplace a catalogue of help pages, contacts and rules."""
    pages = [page for page in platform_resources() if page.marketplace == marketplace]
    assert any(not page.reasons and (not page.statuses or status in page.statuses) for page in pages)


def test_a_marketplace_names_a_page_once():
    pages = [(page.marketplace, page.url) for page in platform_resources()]
    assert len(set(pages)) == len(pages)


def test_hostile_words_are_spelt_as_they_are_looked_up():
    """Each is found by itself: none is listed in a spelling that no message can have."""
    listed = hostile_words()
    for word in listed.words | listed.phrases:
        assert word in found(f"well, {word.upper()}!", listed)


@pytest.mark.parametrize(
    "text",
    [
        "Dear Dick, the screws, nuts and the suction cup of the trash can are on their way.",
        "Our fraud department has checked the payment; nobody cheats here.",
        "The dumbbells and the jerk seasoning are in stock.",
        "Parcels can get lost; yours is lying in customs. Choose one or else both.",
        "Do not rip off the seal. These plants grow up to 2 m, the pig leather is brown.",
        "We care who receives it. Hello from Scunthorpe, and kind regards to Mr Cockburn and Ms Fanny Hiscock.",
        "Would you like a refund or an exchange? We are sorry for the damage in transit.",
        "Please see the class assessment: grade A, passed. Shell and seashell, title and constitution.",
    ],
)
def test_what_sellers_write_about_goods_and_people_is_not_hostile(text):
    assert found(text, hostile_words()) == ()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("You are a scammer and a liar!", "scammer"),
        ("don't be stupid", "stupid"),
        ("Learn to read.", "learn to read"),
        ("Can't you read?", "cant you read"),
        ("That is NOT OUR PROBLEM", "not our problem"),
        ("what the f**k", "fuck"),
        ("this is b u l l s h i t", "bullshit"),
    ],
)
def test_what_sours_a_negotiation_is_found(text, word):
    assert word in found(text, hostile_words())

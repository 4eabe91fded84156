"""The dossier and the filing carry what a mediator may see, and nothing that a seller only tells itself."""

import json

import pytest

from chalicelib.values.vocabulary import EventType
from chalicelib.views.case import CaseShape
from chalicelib.views.mediator import CaseForMediatorShape
from tests.views.test_html import Reader
from tests.world.order import usd
from tests.world.platform import FILING_URL

ROUTE = "/cases/{case_id}/dossier"
OF_THE_OFFICE = {
    *("evidence.announced", "evidence.rejected", "filing.failed", "filing.left_to_person"),
    *("case.closed", "review.acknowledged", "clock.rang"),
}
OURS_ALONE = {
    *("version", "turn", "next", "at_stake", "readiness", "deadline", "deadlines", "available_actions"),
    *("needs_review", "tasks", "next_steps", "resources", "root_cause", "lesson", "opened_at"),
}
ROOT_CAUSE, LESSON = "our supplier dyed a second batch", "check every batch"


@pytest.fixture
def appealed(shop):
    """A case that was lost and closed with its root cause, reopened by the platform, lost again and appealed."""
    shop.cloud.file_at(FILING_URL)
    shop.world.restart()
    shop.sell()
    shop.request(lines=[{"sku": "MUG-01", "quantity": 2, "amount": usd(123_456_700)}])
    shop.tell("mediation.opened", mediation_id="M-1", opened_by="customer")
    shop.tell("mediation.decided", mediation_id="M-1", in_favour_of="seller")
    shop.wait(days=8)
    assert shop.case["status"] == "closed"
    shop.done("close_case", root_cause=ROOT_CAUSE, lesson=LESSON)
    shop.tell("mediation.opened", mediation_id="M-2", opened_by="customer")
    shop.tell("mediation.decided", mediation_id="M-2", in_favour_of="customer", refund=usd(1234_00))
    files = [shop.attach("photo"), shop.attach("logistics")]
    shop.attach("video")
    shop.done("file_appeal", grounds="the photo shows the colour", evidence=files)
    shop.flow()
    return shop


def handed_over(shop, accept="application/json"):
    return shop.api("GET", ROUTE, case_id=shop.case_id, headers=[("Accept", accept)])


def not_for_a_mediator(shop):
    """The sentences of a case that are the seller's own."""
    case = shop.case
    differs = case["freight"]["differs"]
    assert differs
    tasks = [task["text"] for task in case["tasks"]]
    assert case["next_steps"]
    return [ROOT_CAUSE, LESSON, differs["policy"], *case["next_steps"], *tasks]


def test_the_dossier_has_nothing_that_is_ours_alone(appealed):
    answers = [handed_over(appealed).text, Reader(handed_over(appealed, "text/html").text).text]

    for secret in not_for_a_mediator(appealed):
        assert not [answer for answer in answers if secret in answer], secret
    dossier = json.loads(answers[0])
    assert not OURS_ALONE & dossier["case"].keys()
    assert "differs" not in dossier["case"]["freight"]
    assert not OF_THE_OFFICE & {entry["type"] for entry in dossier["timeline"]}
    assert dossier["timeline_total"] == len(dossier["timeline"])


def test_the_filing_has_nothing_that_is_ours_alone(appealed):
    secrets = not_for_a_mediator(appealed)
    queued = appealed.cloud.mediation.batch()
    assert ROOT_CAUSE in queued[-1]["Body"]  # for a desk of our own
    for message in queued:
        appealed.world.hand_over("mediate", message)

    (filing,) = appealed.world.platform.filings.values()

    assert [secret for secret in secrets if secret in filing] == []
    data = json.loads(filing)["data"]
    assert data["case"].keys() == data["dossier"]["case"].keys() == CaseForMediatorShape.model_fields.keys()
    assert data["dossier"]["request"]["why"] == "the photo shows the colour"


def test_a_withdrawal_has_nothing_that_is_ours_alone(appealed, monkeypatch):
    sent = []
    honest = appealed.world.platform._take
    monkeypatch.setattr(
        appealed.world.platform, "_take", lambda headers, body: sent.append(body.decode()) or honest(headers, body)
    )
    secrets = not_for_a_mediator(appealed)
    appealed.tell("appeal.opened", appeal_id="A-1", opened_by="customer")
    appealed.tell("return.withdrawn")
    appealed.flow()
    while appealed.cloud.mediation and not appealed.world.mediate():
        pass

    withdrawals = [body for body in sent if json.loads(body)["data"]["withdraws"]]
    assert withdrawals
    assert [secret for secret in secrets if secret in withdrawals[0]] == []


def test_a_new_field_of_a_case_is_ours_until_somebody_shows_it():
    assert CaseShape.model_fields.keys() - CaseForMediatorShape.model_fields.keys() == OURS_ALONE
    assert set(EventType) >= OF_THE_OFFICE


def test_on_top_stands_what_we_ask_for_and_why(appealed):
    asked = handed_over(appealed).json["request"]
    page = Reader(handed_over(appealed, "text/html").text).text

    assert asked["asks"].startswith("We ask the platform to change its ruling of ")
    assert asked["asks"].endswith(", by which the customer gets 1234.00 USD back.")
    assert (asked["kind"], asked["why"]) == ("appeal", "the photo shows the colour")
    assert asked["files"] == ["photo.png", "logistics.png"]
    assert page.index("What we ask for") < page.index("The return")
    for words in (asked["asks"], asked["why"], "photo.png, logistics.png"):
        assert words in page


def test_a_case_without_a_request_of_ours_asks_for_nothing(shop):
    shop.request()

    assert handed_over(shop).json["request"] is None
    assert "What we ask for" not in handed_over(shop, "text/html").text


def test_files_that_an_appeal_named_are_marked(appealed):
    evidence = handed_over(appealed).json["evidence"]

    assert [(file["filename"], file["named_in_appeal"]) for file in evidence] == [
        ("photo.png", True),
        ("logistics.png", True),
        ("video.png", False),
    ]
    assert Reader(handed_over(appealed, "text/html").text).text.count("named in the appeal") == 2


def test_amounts_and_dates_are_written_for_people(appealed):
    page = Reader(handed_over(appealed, "text/html").text).text

    assert "1234567.00 USD" in page
    assert "1 March 2026, 12:01 UTC" in page
    assert "2026-03-" not in page
    assert "_requested" not in page


def test_an_inspection_names_its_files(shop):
    shop.sell()
    shop.request()
    shop.done("accept_return")
    shop.tell("return.shipped")
    shop.tell("return.delivered")
    photo = shop.attach("photo")
    seen = {"matches_description": False, "matches_pictures": False, "condition": "used", "evidence": [photo]}
    shop.done("record_inspection", **seen)

    inspection = Reader(handed_over(shop, "text/html").text).text.partition("The inspection")[2]

    assert "photo.png" in inspection.partition("Offers")[0]
    assert photo not in inspection.partition("Offers")[0]

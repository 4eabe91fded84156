"""`GET /cases/{case_id}/dossier`: what a mediator gets, as JSON and as a page."""

import base64
from hashlib import sha256

import pytest

from tests.views.test_html import Reader
from tests.world import checks, contract
from tests.world.files import pdf, png
from tests.world.order import usd
from tests.world.uploads import Uploads

ROUTE = "/cases/{case_id}/dossier"
HOSTILE = "</td><script>alert(1)</script>\u202e&amp;"


def handed_over(shop, accept=None, **asked):
    headers = [("Accept", accept)] if accept else []
    return shop.api("GET", ROUTE, **({"case_id": shop.case_id} | asked), headers=headers)


def page(shop):
    answered = handed_over(shop, "text/html")
    assert answered.status == 200
    return answered.text


@pytest.fixture
def uploads(shop):
    return Uploads(shop)


@pytest.fixture
def told(shop, uploads):
    """A case that came before the platform.

    Its evidence, by what became of it.
    """
    shop.tell("policy.disclosed", policy="guide", version="3", channel="product page")
    shop.sell()
    shop.tell("offer.made", offer_id="O-1", resolution="partial_refund", amount=usd(1500), text="half of it")
    shop.done("decline_offer", offer_id="O-1")
    files = {
        "photo": uploads.arrive(description="as packed"),
        "paper": uploads.arrive(pdf(), content_type="application/pdf", kind="logistics", filename="delivery.pdf"),
        "rejected": uploads.arrive(sent=b"something else", filename="rejected.png"),
        "announced": uploads.granted(filename="announced.png"),
    }
    shop.done("escalate", reason="no agreement")
    return files


def test_a_dossier_has_case_order_timeline_offers_policy_disclosures_and_evidence(shop, told):
    dossier = handed_over(shop).json

    checks.many(contract.offer)(dossier["offers"], "offers")
    assert dossier["case"]["case_id"] == shop.case_id
    assert dossier["case"]["status"] == "mediation_requested"
    assert dossier["order"]["customer"] == {"name": "Ada Buyer"}
    office = ("evidence.announced", "evidence.rejected")
    assert dossier["timeline"] == [entry for entry in shop.case["timeline"] if entry["type"] not in office]
    assert dossier["timeline_total"] == len(dossier["timeline"])
    assert [offer["offer_id"] for offer in dossier["offers"]] == ["O-1"]
    assert [found["kind"] for found in dossier["rounds"]] == ["mediation"]
    assert (dossier["policy"]["name"], dossier["policy"]["version"]) == ("guide", 0)
    assert [(shown["version"], shown["channel"]) for shown in dossier["disclosures"]] == [("3", "product page")]
    assert dossier["policy"]["disclosures"] == dossier["disclosures"]


def test_the_manifest_has_every_file_in_evidence_with_its_hash_and_no_other(shop, told):
    manifest = handed_over(shop).json["evidence"]

    assert [file["evidence_id"] for file in manifest] == [told["photo"], told["paper"]]
    assert [file["sha256"] for file in manifest] == [sha256(body).hexdigest() for body in (png(), pdf())]
    assert [file["size"] for file in manifest] == [len(png()), len(pdf())]
    assert all(file["version_id"] for file in manifest)
    assert not any("url" in name for file in manifest for name in file)


def test_every_rule_that_is_cited_is_put_into_words(shop, told):
    dossier = handed_over(shop).json
    rules = {found["rule"]: found for found in dossier["rules"]}

    assert rules.keys() >= {"G2.1", "G2.3a", "G2.3b", dossier["case"]["freight"]["rule"]}
    assert all(found["text"] for found in rules.values())
    assert any("guide, 2.4" in clause for clause in rules["G2.4"]["clauses"])


def test_the_page_shows_what_a_mediator_has_to_know(shop, told):
    case, shown, dossier = shop.case, Reader(page(shop)).text, handed_over(shop).json

    for words in (
        *("Return R-1 of order A-1001", "mediation requested", "confirmed", "Ada Buyer", "ordered navy, got black"),
        *("half of it", "15.00 USD", "declined", "product page", "delivery.pdf", "as packed"),
        *(sha256(body).hexdigest() for body in (png(), pdf())),
        *(entry["effect"].replace("_", " ") for entry in dossier["timeline"] if entry["effect"]),
        *(rule["why"] for rule in case["eligibility"]["rules"]),
    ):
        assert words in shown
    for internal in ("rejected.png", "announced.png", case["freight"]["differs"]["policy"], *case["next_steps"]):
        assert internal not in shown


def test_the_page_of_a_case_that_was_only_signalled(shop):
    shop.tell("return.updated", platform_status="APPLIED")
    shown = Reader(page(shop)).text

    assert "unknown order" in shown
    assert "APPLIED" in shown
    assert "There is no file in evidence." in shown


def test_what_strangers_wrote_is_text_on_the_page(shop, uploads):
    """It holds number 45 of docs/reliability.md."""
    shop.request(
        customer={"name": HOSTILE},
        reason={"code": HOSTILE[:30], "text": HOSTILE},
        lines=[{**_line(), "title": HOSTILE}],
    )
    shop.tell("return.updated", platform_status=HOSTILE)
    shop.tell("order.placed", customer={"name": HOSTILE + "x"}, lines=[{**_line(), "sku": HOSTILE}])
    shop.tell("policy.disclosed", policy=HOSTILE, version=HOSTILE, channel=HOSTILE)
    shop.tell("message.posted", text=HOSTILE)
    shop.tell("offer.made", offer_id="O-1", resolution="exchange", text=HOSTILE)
    shop.done("override_order_check", reason=HOSTILE)
    uploads.arrive(filename=HOSTILE, description=HOSTILE)
    read = Reader(page(shop))

    assert read.text.count(HOSTILE) >= 9
    assert not {"script", "img", "iframe", "link", "a", "form"} & set(read.elements)
    assert {name for name, _ in read.attributes} <= {"lang", "charset", "name", "content", "class", "scope", "datetime"}


def _line():
    return {"sku": "MUG-01", "quantity": 1, "amount": usd(100)}


def test_the_page_fetches_and_runs_nothing_and_no_browser_may_make_it(shop):
    shop.request()
    answered = handed_over(shop, "text/html")

    style = answered.text.partition("<style>")[2].partition("</style>")[0]
    allowed = base64.b64encode(sha256(style.encode()).digest()).decode()
    policy = dict(part.strip().split(" ", 1) for part in answered.headers["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "style-src": f"'sha256-{allowed}'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    assert answered.headers["X-Content-Type-Options"] == "nosniff"
    assert answered.headers["Cache-Control"] == "no-store"
    assert "url(" not in style
    assert "http" not in style


def test_the_page_is_in_the_language_that_the_reader_asks_for(shop):
    shop.request()
    headers = [("Accept", "text/html"), ("Accept-Language", "zh-CN")]
    chinese = shop.api("GET", ROUTE, case_id=shop.case_id, headers=headers)

    assert (chinese.headers["Content-Language"], handed_over(shop, "text/html").headers["Content-Language"]) == (
        "zh-Hans",
        "en",
    )
    assert chinese.headers["Vary"] == "Accept, Accept-Language"
    assert "<h2>退货</h2>" in chinese.text
    assert "The return" not in chinese.text
    assert "<h2>The return</h2>" in page(shop)


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        ("application/json", "application/json"),
        ("text/html", "text/html; charset=utf-8"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8"),
        ("application/json, text/html;q=0.5", "application/json"),
        ("image/png", "application/json"),
    ],
)
def test_who_asks_says_in_which_form(shop, accept, kind):
    shop.request()

    answered = handed_over(shop, accept)
    assert (answered.status, answered.headers["Content-Type"]) == (200, kind)


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"role": "desk"}, 200),
        ({"role": "operator"}, 200),
        ({"merchant": "other"}, 404),
        ({"case_id": "alibaba.A-1001.R-2"}, 404),
        ({"case_id": "x"}, 404),
    ],
)
def test_a_dossier_is_shown_to_its_merchant_only(shop, asked, status):
    """It holds number 89 of docs/reliability.md."""
    shop.request()

    answered = handed_over(shop, "text/html", **asked)
    assert answered.status == status
    assert answered.is_problem is (status == 404)

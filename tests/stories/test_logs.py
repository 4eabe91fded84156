"""Nothing that a customer, a seller or a key says ever comes into a log line (number 45 of docs/reliability.md)."""

import json

import pytest

from chalicelib.logbook import Logbook
from tests.world.api import JSON, call
from tests.world.cloud import APP_KEY, APP_SECRET, SECRET
from tests.world.order import line, usd
from tests.world.signing import standard_headers
from tests.world.wire import Refusal

NAME, WORDS = "Marker-Name-Äda", "marker words that were said"
PLANTED = (NAME, WORDS, "Marker-Sku", "marker-title")


@pytest.fixture
def shop(shop, capsys):
    """A shop in which every text is a marker.

    The application's own lines go to standard output.
    """
    capsys.readouterr()
    shop.sell(lines=[line("Marker-Sku") | {"title": "marker-title"}])
    shop.request(
        customer={"name": NAME}, reason={"code": "colour_difference", "text": WORDS}, lines=[line("Marker-Sku")]
    )
    return shop


@pytest.fixture
def told(shop, capsys):
    """Every line that was written so far, by the logbook and by whoever prints."""

    def read():
        printed = capsys.readouterr()
        return [*shop.cloud.lines, *printed.out.splitlines(), *printed.err.splitlines()]

    return read


def clean(shop, lines, *more):
    secrets = (*shop.keys.values(), *(key.split("_")[2] for key in shop.keys.values()), SECRET, APP_KEY, APP_SECRET)
    assert lines
    for written in lines:
        assert not [mark for mark in (*PLANTED, *secrets, *more) if mark.lower() in written.lower()]
        assert not [mark for mark in (*PLANTED, *more) if json.dumps(mark)[1:-1] in written]


def test_a_whole_story_logs_no_word_of_its_people(shop, told):
    shop.done("override_order_check", reason=WORDS)
    shop.done("post_message", text=WORDS)
    shop.done("make_offer", resolution="partial_refund", amount=usd(5), text=WORDS)
    shop.tell("offer.declined", offer_id="R-1-s1", text=WORDS)
    shop.tell("message.posted", text=WORDS)
    shop.done("escalate", reason=WORDS)
    shop.messages()
    shop.wait(days=6)
    shop.done("record_ruling", role="desk", kind="mediation", id="M-1", in_favour_of="seller", text=WORDS)
    shop.done("close_case", root_cause=WORDS, lesson=WORDS)
    shop.flow()

    clean(shop, told())


def test_what_is_refused_is_not_repeated(shop, told):
    shop.give("make_offer", resolution=WORDS)
    shop.give(WORDS)
    shop.give("accept_offer", offer_id=WORDS)
    shop.give("post_message", key=WORDS, text=WORDS)
    shop.give("post_message", key=WORDS, text=WORDS + ".")
    shop.api("GET", "/cases/{case_id}", case_id=WORDS)
    shop.api("GET", "/cases", query={"cursor": WORDS, "status": WORDS})
    call("GET", "/cases", headers=[("Authorization", f"Bearer {WORDS}")])
    shop.tell(WORDS, text=WORDS)

    clean(shop, told())


def test_deliveries_good_bad_and_forged_show_no_signature_and_no_body(shop, told):
    body = json.dumps({"type": "message.posted", "timestamp": WORDS, "data": {"text": WORDS}})
    assert shop.deliver(body, delivery_id="m1").status == 202
    assert shop.deliver(WORDS, delivery_id="m2").status == 202
    assert shop.deliver(body, delivery_id="m1").status == 200
    headers = standard_headers(body, secret=SECRET, delivery_id="m3", at=shop.cloud.clock.now)
    signature = headers["webhook-signature"]
    forged = headers | {"webhook-id": "marker-id"}
    assert (
        call("POST", "/webhooks/{connection}", headers=[JSON, *forged.items()], body=body, connection="demo").status
        == 401
    )
    assert call("POST", "/webhooks/{connection}", headers=[JSON], body=body, connection=NAME).status == 401

    clean(shop, told(), signature, signature.removeprefix("v1,"), "marker-id")


def test_a_refusal_of_the_store_is_logged_by_its_code_only(shop, told):
    shop.cloud.wire.cut("PutItem", Refusal("AccessDeniedException"), times=2)
    shop.give("post_message", text=WORDS)
    shop.tell("message.posted", text=WORDS)
    shop.cloud.wire.clear()

    lines = told()
    assert sum("AccessDeniedException" in written for written in lines) == 2
    clean(shop, lines)


def test_a_row_that_does_not_translate_is_logged_by_its_id_only(shop, told):
    shop.forget("return.requested")
    shop.read()

    lines = told()
    assert any("unreadable_row" in written for written in lines)
    clean(shop, lines)


def test_a_bug_is_logged_with_type_and_place_and_without_its_message(shop, monkeypatch, capsys):
    def break_(*_args, **_kwargs):
        raise ZeroDivisionError(WORDS)

    monkeypatch.setattr(type(shop.recourse.case_reader), "read", break_)
    capsys.readouterr()

    answered = shop.read()

    assert (answered.status, answered.is_problem) == (500, True)
    assert WORDS not in answered.text
    (written,) = capsys.readouterr().out.splitlines()
    assert json.loads(written) | {"level": "alarm", "what": "bug", "error": "ZeroDivisionError"} == json.loads(written)
    assert "break_" in written
    clean(shop, [written])


def test_every_line_is_one_line_of_json():
    lines = []
    book = Logbook(lines.append)

    book.note("something", what_it_is="a\nb\u2028c", count=3)
    book.alarm("worse")

    assert [json.loads(written)["level"] for written in lines] == ["info", "alarm"]
    assert all(len(written.splitlines()) == 1 for written in lines)

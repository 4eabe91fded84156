"""Replay: what was set aside is tried again by an operator's word, and is safe to repeat.

Number 78 of docs/reliability.md.
"""

import json

import pytest

from chalicelib.aws.failures import StoreUnavailable
from chalicelib.dialects import DIALECTS
from chalicelib.values.instants import format_instant
from tests.world.order import REQUEST, usd
from tests.world.platform import FILING_URL
from tests.world.wire import Refusal

FROM_THE_FUTURE = json.dumps(
    {
        "type": "return.requested",
        "timestamp": "2026-03-01T12:00:00Z",
        "data": {"order_number": "A-1001", "return_id": "R-1", **REQUEST, "wants": "store_credit"},
    }
)


@pytest.fixture
def quarantined(shop):
    """A delivery whose words nobody knew when it came.

    The dialect learns them afterwards.
    """
    answered = shop.deliver(FROM_THE_FUTURE, delivery_id="msg_early")
    assert (answered.status, answered.json["status"]) == (202, "quarantined")
    shop.cloud.clock.forward(days=20)
    return answered.json["event"]


@pytest.fixture
def understood(monkeypatch):
    """A dialect that has learnt what it did not know."""
    known = DIALECTS["standard"]
    learnt = type(known)(
        **{name: getattr(known, name) for name in known.__dataclass_fields__}
        | {"translate": lambda body, said: known.translate(body.replace(b"store_credit", b"exchange"), said)}
    )
    monkeypatch.setattr("chalicelib.dialects.DIALECTS", {**DIALECTS, "standard": learnt})


def replayed(shop, *, send):
    replay = shop.cloud.recourse().replay
    return [(each.what, str(each.outcome)) for each in replay.quarantined("demo", send=send)]


def ids(shop):
    return [row["SK"]["S"] for row in shop.cloud.rows()]


def test_what_is_still_not_understood_stays_where_it_is(shop, quarantined):
    before = ids(shop)

    [(what, outcome)] = replayed(shop, send=True)

    assert (what, outcome.split(":")[0]) == (quarantined, "still")
    assert ids(shop) == before


def test_without_a_word_to_send_nothing_is_sent(shop, quarantined, understood):
    before = ids(shop)

    assert replayed(shop, send=False) == [(quarantined, "accepted")]
    assert ids(shop) == before


def test_a_replayed_delivery_keeps_its_id_and_is_safe_to_repeat(shop, quarantined, understood):
    shop.cloud.wire.cut("UpdateItem", Refusal("AccessDeniedException"))
    with pytest.raises(StoreUnavailable):
        replayed(shop, send=True)
    assert "EVENT#delivery#demo#msg_early" in ids(shop)
    assert replayed(shop, send=True) == [(quarantined, "duplicate")]
    assert replayed(shop, send=True) == []
    assert sum(name.startswith("EVENT#") for name in ids(shop)) == 1


def test_a_replayed_delivery_is_received_when_it_is_replayed(shop, quarantined, understood):
    """Number 99 of docs/reliability.md: what was received before it stays valid."""
    now = format_instant(shop.cloud.clock.now)
    replayed(shop, send=True)
    rows = [row for row in shop.cloud.rows() if row["SK"]["S"].startswith("EVENT#")]
    assert [row["received_at"]["S"] for row in rows] == [now]


def test_a_second_body_under_one_id_stays_set_aside_and_is_foretold_to(shop):
    for wants in ("exchange", "partial_refund"):
        answered = shop.deliver(FROM_THE_FUTURE.replace("store_credit", wants), delivery_id="msg_1")
    assert answered.status == 409
    before = ids(shop)

    assert [outcome for send in (False, True) for _, outcome in replayed(shop, send=send)] == ["conflict", "conflict"]
    assert ids(shop) == before


@pytest.fixture
def failed(shop):
    """A request that the platform refused until the queue gave it up."""
    world = shop.world
    world.cloud.file_at(FILING_URL)
    shop.sell()
    shop.request()
    shop.done("make_offer", resolution="partial_refund", amount=usd(600))
    shop.tell("offer.declined", offer_id="R-1-s1")
    shop.done("escalate", reason="no agreement")
    world.flow()
    world.platform.failures = 5
    for _ in range(5):
        world.mediate()
    world.give_up()
    world.hand_out_dead_letter()
    assert [round_["status"] for round_ in shop.case["rounds"]] == ["failed"]
    return shop


def failed_filings(shop, *, send):
    return [each.outcome for each in shop.cloud.recourse().replay.failed_filings(send=send)]


def test_a_failed_filing_sent_again_after_weeks_is_filed_once(failed):
    """It holds number 78 of docs/reliability.md."""
    failed.cloud.clock.forward(days=3)
    assert failed_filings(failed, send=False) == ["would be sent"]
    assert failed.cloud.mediation.receive() is None

    assert failed_filings(failed, send=True) == ["sent"]
    assert failed_filings(failed, send=True) == ["sent"]
    while not failed.world.mediate():
        pass

    assert len(failed.world.platform.filings) == 1
    assert [round_["status"] for round_ in failed.case["rounds"]] == ["filed"]
    assert failed_filings(failed, send=True) == []


def test_a_withdrawal_that_became_a_dead_letter_reaches_the_platform_when_it_is_redriven(failed):
    """It holds number 78 of docs/reliability.md."""
    effect_id = failed.case["rounds"][0]["effect_id"]
    assert failed_filings(failed, send=True) == ["sent"]
    while not failed.world.mediate():
        pass
    failed.done("accept_return")
    failed.world.flow()
    failed.world.give_up()
    while not failed.world.hand_out_dead_letter():
        pass
    assert (set(failed.world.platform.filings), failed.world.platform.taken_back) == ({effect_id}, set())

    assert failed_filings(failed, send=False) == ["its withdrawal would be sent"]
    assert failed_filings(failed, send=True) == ["its withdrawal is sent"]
    assert failed_filings(failed, send=True) == []
    assert not failed.world.mediate()
    assert failed.world.platform.taken_back == {effect_id}


def test_what_no_longer_stands_is_not_sent_again(failed):
    """It holds number 78 of docs/reliability.md."""
    failed.cloud.clock.forward(days=3)
    failed.done("accept_return")

    assert failed_filings(failed, send=True) == []
    assert failed.world.platform.filings == {}

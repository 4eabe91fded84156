"""A delivery that says several facts: one row, numbered events, and the same case in any order of arrival."""

import itertools
import json
from typing import Any

import pytest

from chalicelib.aws.event_rows import EventRow
from chalicelib.aws.log import OrderRows
from chalicelib.dialects import DIALECTS
from chalicelib.policies import policy_book
from chalicelib.policies.words import words_of
from chalicelib.usecases.front_door import Verdict
from chalicelib.usecases.order_history import OrderHistories
from chalicelib.values.identifiers import OrderKey
from chalicelib.values.languages import Language
from chalicelib.values.states import OfferStatus, RoundStatus
from chalicelib.values.vocabulary import Status
from tests.dialects.samples import NOW, PAYLOADS, credentials, marketplaces
from tests.usecases.sending import receive

ORDER = OrderKey("demo", "paypal", "00D10444LD479031K")
RETURN = "PP-000-042-663-135"
NAMES = ("paypal-dispute-created", "paypal-dispute-updated", "paypal-dispute-resolved")


@pytest.fixture
def shops(world):
    """A connection of each dialect that marketplaces have, under the dialect's name."""
    cloud = world.cloud
    cloud.clock.now = NOW
    listed = {
        name: {"merchant": "demo", "marketplace": name, "dialect": name, "filing_url": None}
        for name in DIALECTS
        if name != "standard"
    }
    cloud.list_connections(listed)
    for name in listed:
        holds = credentials(name)
        keys = {
            url: {"modulus": f"{key.modulus:x}", "exponent": key.exponent} for url, key in holds.public_keys.items()
        }
        stored = {
            "app_key": holds.app_key,
            "secrets": [{"secret": holds.secrets[0], "until": None}],
            "settings": dict(holds.settings),
            "public_keys": keys if name == "paypal" else {},
        }
        cloud.keep_secrets(name, json.dumps(stored))
    return cloud


def rows(*names: str) -> list[EventRow]:
    marketplace = marketplaces()["paypal"]
    bodies = {sample.name: sample.body for sample in marketplace.samples}
    return [
        EventRow(
            id=f"delivery#demo-paypal#{name}",
            dialect="paypal",
            body=bodies[name],
            received_at=NOW,
            occurred_at=NOW,
            type="return.updated",
            by="platform",
        )
        for name in names
    ]


def history(cloud, log: list[EventRow]) -> Any:
    process = cloud.recourse()
    histories: OrderHistories = process.order_histories
    return histories.fold(ORDER, OrderRows(tuple(log), (), ()), as_of=NOW, policies=policy_book())


def test_a_whole_dispute_becomes_one_case(cloud):
    case = history(cloud, rows(*NAMES)).cases[RETURN]
    (mediation,) = case.rounds
    assert (mediation.id, mediation.status, str(mediation.refund)) == (RETURN, RoundStatus.DECIDED, "3.00 USD")
    assert case.status in (Status.DECIDED, Status.CLOSED)
    assert [entry.text for entry in case.timeline if entry.type == "message.posted" and entry.effect] == [
        "the parcel never came",
        "I want all of it back",
    ]
    assert [review.rule for review in case.reviews].count("told-otherwise") == 0
    there = [review for review in case.reviews if "the seller's offer at PayPal" in review.detail]
    assert there
    assert words_of(Language.CHINESE).write(there[0].sentence).startswith("卖家在 PayPal 的方案：")
    assert not [offer for offer in case.offers if offer.status is OfferStatus.OPEN]


def test_the_first_fact_has_the_id_of_its_row_and_the_others_its_numbers(cloud):
    case = history(cloud, rows("paypal-dispute-updated")).cases[RETURN]
    row = "delivery.demo-paypal.paypal-dispute-updated"
    expected = {row, *(f"{row}.{number}" for number in range(2, 7))}
    assert {entry.id for entry in case.timeline if entry.id.startswith(row) and "freight" not in entry.id} == expected


def test_numbers_within_a_row_compare_as_numbers(cloud):
    """Twelve messages of one second: the tenth stands behind the ninth."""
    message = json.loads((PAYLOADS / "paypal-dispute-created.json").read_bytes())
    at = "2018-06-21T13:35:52.000Z"
    posts = [{"posted_by": "BUYER", "time_posted": at, "content": f"word {number}"} for number in range(1, 13)]
    message["resource"]["messages"] = posts
    (log,) = rows("paypal-dispute-created")
    case = history(cloud, [EventRow(**{**_fields(log), "body": json.dumps(message).encode()})]).cases[RETURN]
    told = [entry.text for entry in case.timeline if entry.type == "message.posted"]
    assert told == [f"word {number}" for number in range(1, 13)]


def _fields(row: EventRow) -> dict[str, Any]:
    names = ("id", "dialect", "body", "received_at", "occurred_at", "type", "by")
    return {name: getattr(row, name) for name in names}


def test_every_order_of_arrival_and_every_repetition_gives_the_same_file(cloud):
    """It holds numbers 55 and 57 of docs/reliability.md."""
    files = [history(cloud, list(order)) for order in itertools.permutations(rows(*NAMES))]
    again = rows(NAMES[1])[0]
    repeated = EventRow(**{**_fields(again), "id": "delivery#demo-paypal#sent-again"})
    assert all(file == files[0] for file in files)
    rounds = [case.rounds for case in history(cloud, [*rows(*NAMES), repeated]).cases.values()]
    assert rounds == [case.rounds for case in files[0].cases.values()]


@pytest.mark.parametrize("name", [name for name in DIALECTS if name != "standard"])
def test_a_sample_goes_through_the_door_with_one_call_and_comes_again_as_a_duplicate(shops, name):
    """It holds numbers 49 and 50 of docs/reliability.md."""
    marketplace = marketplaces()[name]
    sample = marketplace.samples[0]
    door = shops.recourse().front_door
    request = marketplace.request(sample.body, sample.headers)

    assert receive(door, name, request).verdict is Verdict.ACCEPTED
    shops.wire.clear()
    assert receive(door, name, request).verdict is Verdict.DUPLICATE
    assert sum(shops.wire.calls().values()) == 1


@pytest.mark.parametrize("name", [name for name in DIALECTS if name not in ("standard", "alibaba")])
def test_what_is_forged_costs_nothing_and_what_is_not_understood_is_kept_with_its_headers(shops, name):
    """It holds numbers 6, 34 and 39 of docs/reliability.md."""
    marketplace = marketplaces()[name]
    sample = marketplace.samples[0]
    process = shops.recourse()
    receive(process.front_door, name, marketplace.request(sample.body, sample.headers))
    shops.wire.clear()
    forged = marketplace.request(sample.body, sample.headers, secret=marketplace.other_secret)
    assert receive(process.front_door, name, forged).verdict is Verdict.NOT_AUTHENTIC
    assert shops.wire.calls() == {}

    assert receive(process.front_door, name, marketplace.request(b"[]", sample.headers)).verdict is Verdict.QUARANTINED
    (row,) = process.quarantine.rows(name)
    assert (row.body, set(row.headers)) == (b"[]", set(DIALECTS[name].headers))


def test_one_implausible_date_sets_the_whole_body_aside(shops):
    """It holds number 44 of docs/reliability.md."""
    marketplace = marketplaces()["paypal"]
    message = json.loads((PAYLOADS / "paypal-dispute-updated.json").read_bytes())
    message["resource"]["messages"][1]["time_posted"] = "2031-01-01T00:00:00Z"
    body = json.dumps(message).encode()

    receipt = receive(shops.recourse().front_door, "paypal", marketplace.request(body, {}))
    assert (receipt.verdict, receipt.says_verdict) == (Verdict.QUARANTINED, False)


def test_topic_and_time_of_shopify_are_stored_with_the_row(shops):
    marketplace = marketplaces()["shopify"]
    sample = marketplace.samples[0]
    process = shops.recourse()
    receive(process.front_door, "shopify", marketplace.request(sample.body, sample.headers))

    order = OrderKey("demo", "shopify", "5196695273621")
    (row,) = process.log.read(order).events
    assert row.headers == {
        "x-shopify-topic": "returns/request",
        "x-shopify-triggered-at": "2026-03-01T11:59:30.877041743Z",
    }
    assert set(process.order_histories.of(order, as_of=NOW).file.cases) == {"3547267221"}


def test_an_unknown_certificate_of_paypal_is_counted_and_answered_so_that_it_comes_again(shops):
    """A stranger can name a certificate too, so that there is no alarm."""
    marketplace = marketplaces()["paypal"]
    sample = marketplace.samples[0]
    other = {"paypal-cert-url": "https://api.paypal.com/v1/notifications/certs/CERT-NEW"}
    signed = marketplace.request(sample.body, {})
    request = type(signed)({**signed.headers, **{name: (url,) for name, url in other.items()}}, signed.body)

    assert receive(shops.recourse().front_door, "paypal", request).verdict is Verdict.UNAVAILABLE
    assert shops.alarms == []
    assert [line["code"] for line in map(json.loads, shops.lines) if line["what"] == "delivery_refused"] == [
        "KeyUnknown"
    ]

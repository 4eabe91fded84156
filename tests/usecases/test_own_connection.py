"""An order's requests go to the account that sold it, also if its merchant has two accounts on the marketplace."""

import json

import pytest

from tests.usecases.escalation import NOTHING, Escalation, delete, mediate, received
from tests.world.cloud import SECRET
from tests.world.order import CUSTOMER, line, usd


@pytest.fixture
def accounts(cloud, open_office, platform):
    """Start a process with the merchant's accounts and the URLs at which their platforms file."""

    def opened(**urls):
        office = open_office()
        listed = {"merchant": "demo", "marketplace": "alibaba", "dialect": "standard"}
        for name in urls:
            cloud.keep_secrets(name, json.dumps({"app_key": None, "secrets": [{"secret": SECRET, "until": None}]}))
        cloud.list_connections({name: listed | {"filing_url": url} for name, url in urls.items()})
        office.restart()
        return office

    return opened


def escalate(office, number, connection):
    """Have a return of an account escalated, and its request on the queue."""
    case = Escalation(office, order_number=number)
    case.tell("order.placed", connection=connection, customer=CUSTOMER, lines=[line()])
    case.tell("return.requested", connection=connection, customer=CUSTOMER, wants="return_and_refund", lines=[line()])
    case.done("classify_reason", code="defective", reason="as the photo shows")
    case.done("make_offer", resolution="partial_refund", amount=usd(500))
    case.tell("offer.declined", connection=connection, offer_id=f"{case.return_id}-s1")
    case.done("escalate", reason="no agreement")
    case.flow()
    return case


@pytest.mark.parametrize("own", ["first", "second"])
def test_a_request_goes_to_the_account_that_sold_the_order(cloud, accounts, platform, own):
    nowhere = "http://127.0.0.1:1/filings"
    office = accounts(**{name: platform.url if name == own else nowhere for name in ("first", "second")})
    case = escalate(office, "A-1", own)

    assert mediate(received(cloud)) == NOTHING

    assert [filing.key for filing in platform.filings] == [case.round.effect_id]


@pytest.mark.parametrize("own", ["first", "second"])
def test_a_withdrawal_goes_to_the_same_account(cloud, accounts, platform, own):
    nowhere = "http://127.0.0.1:1/filings"
    office = accounts(**{name: platform.url if name == own else nowhere for name in ("first", "second")})
    case = escalate(office, "A-1", own)
    records = received(cloud)
    mediate(records)
    delete(cloud, *records)
    withdrawn = case.round.effect_id
    case.tell("return.withdrawn", connection=own)
    case.flow()

    assert mediate(received(cloud)) == NOTHING

    assert platform.taken_back == [withdrawn]


def test_an_account_without_an_endpoint_leaves_its_requests_to_a_person(cloud, accounts, platform):
    office = accounts(first=platform.url, second=None)
    case = escalate(office, "A-1", "second")

    assert mediate(received(cloud)) == NOTHING

    assert platform.attempts == []
    assert case.desk_rows == [f"desk#left#{case.round.effect_id}"]


def test_a_seller_who_lost_one_of_two_accounts_files_its_requests_by_hand(cloud, accounts, platform):
    office = accounts(first=platform.url, second=None)
    case = escalate(office, "A-1", "first")
    office = accounts(third=platform.url, second=platform.url)

    assert mediate(received(cloud)) == NOTHING

    assert platform.attempts == []
    assert case.desk_rows == [f"desk#left#{case.round.effect_id}"]


def test_an_account_alone_on_its_marketplace_that_was_renamed_files_the_requests_of_its_old_name(
    cloud, accounts, platform
):
    case = escalate(accounts(first=platform.url), "A-1", "first")
    accounts(renamed=platform.url)

    assert mediate(received(cloud)) == NOTHING

    assert [filing.key for filing in platform.filings] == [case.round.effect_id]

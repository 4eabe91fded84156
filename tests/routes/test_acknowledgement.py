"""`POST /webhooks/{connection}`: a marketplace gets the answer that it counts as received."""

import pytest

from tests.world.api import call
from tests.world.cloud import APP_SECRET
from tests.world.signing import alibaba_form

ROUTE = "/webhooks/{connection}"
PUSH = {"msgId": "7", "type": "T", "gmtBorn": "1586227869437", "data": {"orderId": 1, "refundId": "2"}}


@pytest.mark.parametrize(
    "pushes",
    [
        [PUSH],
        [PUSH, PUSH],
        [PUSH, PUSH | {"gmtBorn": "1586227869438"}],
        [PUSH | {"data": {"orderId": "../1"}}],
        [PUSH | {"type": "PRODUCT_X", "data": {}}],
        [PUSH | {"gmtBorn": "4070908800000"}],
    ],
    ids=["accepted", "duplicate", "told-otherwise", "not-understood", "about-no-order", "from-the-future"],
)
def test_all_that_is_durable_is_a_plain_200_for_a_marketplace_that_counts_so(installed, cloud, pushes):
    """Number 52 of docs/reliability.md, and the acknowledgement of every dialect but standard."""
    headers = [("Content-Type", "application/x-www-form-urlencoded")]
    forms = [alibaba_form(push, secret=APP_SECRET).decode() for push in pushes]

    answers = [call("POST", ROUTE, headers=headers, body=form, connection="demo-alibaba") for form in forms]
    assert [(answered.status, answered.text) for answered in answers] == [(200, "")] * len(forms)
    assert len(_stored(cloud)) == len(set(forms))


def test_a_delivery_about_no_order_is_kept_and_hides_nothing_in_the_quarantine(installed, cloud):
    headers = [("Content-Type", "application/x-www-form-urlencoded")]
    form = alibaba_form(PUSH | {"type": "PRODUCT_X", "data": {}}, secret=APP_SECRET).decode()

    assert call("POST", ROUTE, headers=headers, body=form, connection="demo-alibaba").status == 200
    assert [key.partition("#")[0] for key in _stored(cloud)] == ["NOORDER"]
    assert cloud.alarms == []


def _stored(cloud):
    items = cloud.dynamodb.scan(TableName=cloud.settings.table)["Items"]
    return [key for item in items if (key := item["PK"]["S"]).startswith(("ORDER#", "QUARANTINE#", "NOORDER#"))]

"""Content types of deliveries: two are let in for every name, and one of them counts after the signature."""

import pytest

from chalicelib.dialects import DIALECTS
from chalicelib.routes.webhooks import CONTENT
from tests.routes.test_webhooks import BODY, ROUTE, deliver
from tests.world.api import JSON, call
from tests.world.cloud import APP_SECRET
from tests.world.signing import alibaba_form

FORM = ("Content-Type", "application/x-www-form-urlencoded")


@pytest.fixture
def now(installed, cloud):
    """A warm process: the registry and the secrets were read."""
    installed.secrets.live(installed.registry.find("demo"))
    cloud.wire.clear()
    return cloud.clock()


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [("Content-Type", "text/plain")],
        [("Content-Type", "application/jsonx")],
        [("Content-Type", "")],
        [JSON, JSON],
        [JSON, FORM],
    ],
    ids=["none", "text", "jsonx", "empty", "doubled", "both"],
)
@pytest.mark.parametrize("connection", ["demo", "demo-alibaba", "demo-lazada", "nobody"])
def test_a_content_type_that_no_dialect_takes_is_415(now, cloud, headers, connection):
    """It holds number 28 of docs/reliability.md."""
    answered = deliver(now, headers=headers, connection=connection)

    assert (answered.status, answered.is_problem) == (415, True)
    assert cloud.wire.calls() == {}


def test_every_dialect_has_one_of_the_content_types_that_are_let_in():
    assert {dialect.content_type for dialect in DIALECTS.values()} == set(CONTENT)


@pytest.mark.parametrize("header", [JSON, FORM], ids=["json", "form"])
@pytest.mark.parametrize("connection", ["demo", "demo-alibaba", "demo-lazada", "nobody"])
def test_without_a_signature_nobody_learns_which_content_type_a_connection_takes(installed, cloud, header, connection):
    """It holds numbers 28 and 31 of docs/reliability.md."""
    for body in (BODY, "msgId=7&_aop_signature=00"):
        answered = call("POST", ROUTE, headers=[header], body=body, connection=connection)

        assert (answered.status, answered.json["detail"]) == (401, "the delivery is not authentic")
    assert cloud.rows() == []


def test_an_authentic_delivery_of_another_content_type_is_415_and_not_stored(now, cloud):
    """It holds number 28 of docs/reliability.md."""
    answered = deliver(now, headers=[FORM])

    assert (answered.status, answered.is_problem) == (415, True)
    assert answered.json["detail"] == "the content type is application/json"
    assert cloud.wire.calls() == {}


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "Application/JSON", "application/json;x=y"])
def test_a_content_type_with_parameters_or_capitals_is_accepted(now, kind):
    """It holds number 28 of docs/reliability.md."""
    assert deliver(now, headers=[("content-type", kind)]).status == 202


@pytest.mark.parametrize(("kind", "status"), [("application/x-www-form-urlencoded", 200), ("application/json", 415)])
def test_a_form_is_what_alibaba_sends(now, kind, status):
    """It holds number 28 of docs/reliability.md."""
    message = {"msgId": "7", "type": "T", "gmtBorn": "1586227869437", "data": {"orderId": 1, "refundId": "2"}}
    form = alibaba_form(message, secret=APP_SECRET).decode()
    headers = [("Content-Type", f"{kind};charset=utf-8")]

    assert call("POST", ROUTE, headers=headers, body=form, connection="demo-alibaba").status == status

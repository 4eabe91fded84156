"""A write whose answer is lost is looked up once (number 129 of docs/reliability.md)."""

import pytest
from botocore.exceptions import ConnectionClosedError

from chalicelib.policies import shipped
from tests.world.order import CUSTOMER, line
from tests.world.wire import Meanwhile, Refusal

LOST = ConnectionClosedError(endpoint_url="moto")
COMMAND = {"command": "post_message", "text": "hello"}
FILE = {
    "filename": "a.png",
    "content_type": "image/png",
    "size": 5,
    "sha256": "0" * 64,
    "kind": "photo",
    "description": "a dent",
}
WRITES = {
    "command": ("POST", "/cases/{case_id}/commands", COMMAND, {"case_id": "alibaba.A-1001.R-1"}),
    "evidence": ("POST", "/cases/{case_id}/evidence", FILE, {"case_id": "alibaba.A-1001.R-1"}),
    "order": (
        *("PUT", "/orders/{marketplace}/{order_number}", {"customer": CUSTOMER, "lines": [line()]}),
        {"marketplace": "alibaba", "order_number": "A-1001"},
    ),
    "policy": ("PUT", "/policy", shipped("guide").model_dump(mode="json"), {}),
}
ATTEMPTS = 5


@pytest.fixture
def shop(shop):
    """A case to which a file was announced before, so that its place in the index is there."""
    shop.request()
    assert ask(shop, "evidence").status == 201
    shop.cloud.wire.clear()
    return shop


def ask(shop, write):
    method, route, body, path = WRITES[write]
    return shop.api(method, route, json=body, **path)


def cut_the_look(wire, fault):
    """Cut the second GetItem of the request. The first one reads its key."""
    wire.cut("GetItem", Meanwhile(lambda: None))
    wire.cut("GetItem", fault, times=ATTEMPTS)


def counted(shop):
    return len(shop.cloud.dynamodb.scan(TableName=shop.cloud.settings.table)["Items"])


@pytest.mark.parametrize("write", WRITES)
def test_a_write_that_is_found_stored_is_201(shop, write):
    """It holds number 129 of docs/reliability.md."""
    before = counted(shop)
    shop.cloud.wire.cut("PutItem", LOST, answered=True)
    shop.cloud.wire.cut("PutItem", LOST, times=ATTEMPTS - 1)

    assert ask(shop, write).status == 201
    assert counted(shop) == before + 1


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("fault", [LOST, Refusal("ThrottlingException"), Refusal("InternalServerError", 500)], ids=repr)
def test_a_write_that_is_not_there_is_503_and_says_so(shop, write, fault):
    """It holds number 129 of docs/reliability.md."""
    before = counted(shop)
    shop.cloud.wire.cut("PutItem", fault, times=ATTEMPTS)

    answered = ask(shop, write)

    assert (answered.status, answered.is_problem, answered.headers["Retry-After"]) == (503, True, "5")
    assert "It was looked up and is not stored" in answered.json["detail"]
    assert counted(shop) == before
    shop.cloud.wire.clear()
    assert ask(shop, write).status == 201
    assert counted(shop) == before + 1


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("stored", [True, False])
def test_a_write_that_cannot_be_looked_up_is_503_and_says_that_it_is_not_known(shop, write, stored):
    """It holds number 129 of docs/reliability.md."""
    before = counted(shop)
    shop.cloud.wire.cut("PutItem", LOST, answered=stored)
    shop.cloud.wire.cut("PutItem", LOST, times=ATTEMPTS - 1)
    cut_the_look(shop.cloud.wire, LOST)

    answered = ask(shop, write)

    assert (answered.status, answered.is_problem) == (503, True)
    assert "it is not known whether it is stored" in answered.json["detail"]
    assert "nothing was stored" not in answered.text
    shop.cloud.wire.clear()
    assert counted(shop) == before + stored


def test_a_command_that_lost_to_another_one_is_stale_also_if_its_answer_was_lost(shop):
    """It holds number 129 of docs/reliability.md."""
    shop.cloud.wire.cut("PutItem", Meanwhile(lambda: shop.done("post_message", text="first")))
    shop.cloud.wire.cut("PutItem", LOST, times=ATTEMPTS - 1)

    answered = ask(shop, "command")

    assert answered.status == 409
    assert [entry["text"] for entry in shop.case["timeline"] if entry["type"] == "message.posted"] == ["first"]


READS = {
    "cases": ("/cases", {}),
    "case": ("/cases/{case_id}", {"case_id": "alibaba.A-1001.R-1"}),
    "dossier": ("/cases/{case_id}/dossier", {"case_id": "alibaba.A-1001.R-1"}),
    "order": ("/orders/{marketplace}/{order_number}", {"marketplace": "alibaba", "order_number": "A-1001"}),
    "records": ("/records", {}),
    "report": ("/reports/reasons", {}),
    "policy": ("/policy", {}),
}


@pytest.mark.parametrize("read", READS)
def test_a_read_that_runs_out_of_time_says_that_it_took_too_long(shop, read):
    route, path = READS[read]
    shop.cloud.wire.cut("Query", LOST, times=ATTEMPTS)

    answered = shop.api("GET", route, **path)

    assert (answered.status, answered.is_problem) == (503, True)
    assert answered.json["detail"].startswith("reading took too long")
    assert "stored" not in answered.text


def test_a_command_that_cannot_read_its_order_says_that_nothing_was_changed(shop):
    before = counted(shop)
    shop.cloud.wire.cut("Query", LOST, times=ATTEMPTS)

    answered = ask(shop, "command")

    assert answered.status == 503
    assert "nothing was changed" in answered.json["detail"]
    assert counted(shop) == before

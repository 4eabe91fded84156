"""Each documented word of Shopee is our event, and the stage of the return there."""

import json
from typing import Any

import pytest

from chalicelib.dialects import DIALECTS
from chalicelib.dialects.delivery import NO_HEADERS, AboutNoOrder, NotUnderstood, Translation
from chalicelib.values.stages import Stage as S  # noqa: N817 -- the table reads by its columns
from chalicelib.values.vocabulary import EventType as E
from tests.dialects.samples import PAYLOADS

SAMPLE: dict[str, Any] = json.loads((PAYLOADS / "shopee-return-updates-code29.json").read_bytes())


def push(code: object = 29, **data: Any) -> Translation:
    message = SAMPLE | {"code": code, "data": SAMPLE["data"] | data}
    return DIALECTS["shopee"].translate(json.dumps(message).encode(), NO_HEADERS)


@pytest.mark.parametrize(
    ("status", "kind", "stage"),
    [
        ("REQUESTED", E.RETURN_REQUESTED, S.OPEN),
        ("PROCESSING", E.RETURN_UPDATED, S.OPEN),
        ("ACCEPTED", E.RETURN_UPDATED, S.AGREED),
        ("SELLER_DISPUTE", E.RETURN_UPDATED, S.SUPPORT),
        ("CANCELLED", E.RETURN_UPDATED, S.OVER),
        ("CLOSED", E.RETURN_UPDATED, S.OVER),
        ("requested", E.RETURN_UPDATED, S.UNKNOWN),
    ],
)
def test_a_status_of_shopee(status, kind, stage):
    """It holds number 111 of docs/reliability.md."""
    said = push(status=status).happening
    assert (said.type, said.fact.model_dump()["stage"], said.fact.model_dump()["platform_status"]) == (
        kind,
        stage,
        status,
    )


def test_shopee_that_judges_mediates_under_the_name_that_its_answers_get():
    said = push(status="JUDGING").happening
    assert (said.type, said.fact.model_dump()["mediation_id"]) == (E.MEDIATION_OPENED, "2206140TA5PM808-judging")


@pytest.mark.parametrize("status", [None, "", " "])
def test_a_push_of_shopee_without_a_status_is_a_bare_signal(status):
    said = push(status=status).happening
    content = said.fact.model_dump(exclude_none=True)
    assert (said.type, content) == (E.RETURN_UPDATED, {"return_id": "2206140TA5PM808"})


@pytest.mark.parametrize("name", ["order_sn", "ordersn"])
def test_another_change_of_an_order_of_shopee_is_only_kept(name):
    data = {name: "220614T9XV8JTN", "status": "SHIPPED"}
    message = SAMPLE | {"code": 3, "data": data}
    found = DIALECTS["shopee"].translate(json.dumps(message).encode(), NO_HEADERS)
    assert (found.order_number, found.happening.type) == ("220614T9XV8JTN", "shopee.3")


def test_a_push_of_shopee_about_no_order_and_one_about_no_return_are_told_apart():
    with pytest.raises(AboutNoOrder):
        DIALECTS["shopee"].translate(json.dumps(SAMPLE | {"code": 1, "data": {}}).encode(), NO_HEADERS)
    with pytest.raises(NotUnderstood) as refusal:
        push(return_sn=None)
    assert not isinstance(refusal.value, AboutNoOrder)

"""Quarantine against moto: a delivery is kept whole, once for each content."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from chalicelib.aws.quarantine import Quarantine, QuarantineRow

ROW = QuarantineRow(
    connection="demo",
    delivery_id="msg_1",
    dialect="standard",
    body=b"\xff not JSON",
    received_at=datetime(2026, 3, 1, 12, tzinfo=UTC),
    reason="the body is not UTF-8",
)


@pytest.fixture
def quarantine(cloud) -> Quarantine:
    return Quarantine(cloud.clients.door, cloud.settings.table)


def test_a_delivery_comes_back_whole(quarantine):
    assert quarantine.put(ROW) is None
    assert list(quarantine.rows("demo")) == [ROW]


def test_a_repeated_delivery_is_found_and_the_first_stands(quarantine):
    quarantine.put(ROW)

    assert quarantine.put(replace(ROW, received_at=ROW.received_at + timedelta(days=30))) == ROW
    assert list(quarantine.rows("demo")) == [ROW]


def test_another_body_under_the_same_id_is_kept_too(quarantine):
    other = replace(ROW, body=b"{}", sha256="")
    quarantine.put(ROW)

    assert quarantine.put(other) is None
    assert set(quarantine.rows("demo")) == {ROW, other}


def test_all_of_a_connection_is_listed_and_nothing_of_another(quarantine):
    rows = {replace(ROW, delivery_id=f"msg_{number}") for number in range(40)}
    for row in rows:
        quarantine.put(row)
        quarantine.put(replace(row, connection="demo2"))

    assert set(quarantine.rows("demo")) == rows


def test_outsiders_see_connection_delivery_and_the_hash_of_its_body():
    assert ROW.event_id == f"quarantine.demo.msg_1.{sha256(ROW.body).hexdigest()[:16]}"

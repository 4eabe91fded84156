"""Effect rows against moto: the bytes that were put first are the bytes that are sent."""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.aws.effect_rows import EffectRow, EffectRows
from chalicelib.aws.log import OrderLog
from chalicelib.values.identifiers import OrderKey

ORDER = OrderKey("demo", "alibaba", "A-1001")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
EFFECT = EffectRow(effect_id="ab" * 32, withdrawal=False, return_id="R-1", message=b'{"id": "first"}', put_at=NOON)


@pytest.fixture
def effects(cloud) -> EffectRows:
    return EffectRows(cloud.dynamodb, cloud.settings.table)


def test_of_two_messages_under_one_id_the_first_counts(effects):
    assert effects.put(ORDER, EFFECT) is None
    assert effects.put(ORDER, replace(EFFECT, message=b'{"id": "second"}', put_at=NOON + timedelta(1))) == EFFECT


def test_an_effect_and_its_withdrawal_stand_beside_each_other(effects, cloud):
    withdrawal = replace(EFFECT, withdrawal=True, message=os.urandom(250_000))
    assert effects.put(ORDER, EFFECT) is None
    assert effects.put(ORDER, withdrawal) is None

    rows = OrderLog(cloud.dynamodb, cloud.settings.table).read(ORDER)
    assert set(rows.effects) == {EFFECT, withdrawal}


def test_a_second_sending_is_noted_once(effects, cloud):
    effects.put(ORDER, EFFECT)

    assert effects.mark_sent_again(ORDER, EFFECT.effect_id, at=NOON + timedelta(hours=1))
    assert not effects.mark_sent_again(ORDER, EFFECT.effect_id, at=NOON + timedelta(hours=2))
    [row] = OrderLog(cloud.dynamodb, cloud.settings.table).read(ORDER).effects
    assert row == replace(EFFECT, sent_again_at=NOON + timedelta(hours=1))


def test_an_effect_that_was_never_put_is_not_sent_again(effects, cloud):
    assert not effects.mark_sent_again(ORDER, EFFECT.effect_id, at=NOON)
    assert cloud.rows() == []

"""The list of a merchant's keys against moto."""

from datetime import timedelta

import pytest

from chalicelib.aws.api_keys import Person, Principal
from chalicelib.aws.key_list import KeyList
from chalicelib.values.roles import Role


@pytest.fixture
def api_keys(cloud):
    return cloud.recourse().api_keys


@pytest.fixture
def listed(cloud):
    return lambda merchant: list(KeyList(cloud.dynamodb, cloud.settings.table).of(merchant))


def test_a_key_is_listed_with_its_person_and_without_its_secret(api_keys, listed, cloud):
    li = Person("Li Na", "zh-Hans", "Asia/Shanghai")
    token = api_keys.make(Principal("demo", Role.SELLER), person=li, expires_at=cloud.clock.now + timedelta(days=1))
    _, key_id, secret = token.split("_")

    [key] = listed("demo")

    assert (key.id, key.role, key.person, key.language, key.time_zone) == (
        key_id,
        Role.SELLER,
        "Li Na",
        "zh-Hans",
        "Asia/Shanghai",
    )
    assert (key.made_at, key.expires_at) == (cloud.clock.now, cloud.clock.now + timedelta(days=1))
    assert secret not in repr(key)


def test_a_revoked_key_stays_in_the_list_with_its_end(api_keys, listed, cloud):
    token = api_keys.make(Principal("demo", Role.DESK))
    cloud.clock.forward(hours=1)
    api_keys.revoke(token.split("_")[1])

    assert [key.revoked_at for key in listed("demo")] == [cloud.clock.now]


def test_a_merchant_sees_only_its_own_keys(api_keys, listed):
    api_keys.make(Principal("demo", Role.SELLER))
    api_keys.make(Principal("other", Role.SELLER))

    assert len(listed("demo")) == len(listed("other")) == 1
    assert listed("demo-2") == []


def test_a_key_whose_maker_was_stopped_is_not_listed(api_keys, listed, cloud):
    token = api_keys.make(Principal("demo", Role.SELLER))
    key = {"PK": {"S": f"APIKEY#{token.split('_')[1]}"}, "SK": {"S": "APIKEY"}}
    cloud.dynamodb.delete_item(TableName=cloud.settings.table, Key=key)

    assert listed("demo") == []

"""API keys against moto: one read a request, and no key that is not in force."""

from datetime import timedelta

import pytest

from chalicelib.aws.api_keys import ROLES_OF_KEYS, Principal
from chalicelib.aws.failures import StoreUnavailable
from chalicelib.values.roles import Role
from tests.world.wire import Refusal

SELLER = Principal("demo", Role.SELLER)


@pytest.fixture
def api_keys(cloud):
    return cloud.recourse().api_keys


@pytest.mark.parametrize("role", ROLES_OF_KEYS)
def test_a_key_speaks_for_its_merchant_in_its_role(api_keys, role):
    token = api_keys.make(Principal("demo", role))

    assert api_keys.principal(token) == Principal("demo", role)


def test_a_key_costs_one_read(api_keys, cloud):
    token = api_keys.make(SELLER)
    cloud.wire.clear()
    api_keys.principal(token)
    assert cloud.wire.calls() == {"GetItem": 1}


def test_no_two_keys_are_alike_and_none_is_kept_readable(api_keys, cloud):
    first, second = api_keys.make(SELLER), api_keys.make(SELLER)

    assert first != second
    assert first.rpartition("_")[2] not in repr(cloud.dynamodb.scan(TableName="orders")["Items"])


@pytest.mark.parametrize(
    "bend",
    [
        lambda token: token[:-1] + ("0" if token[-1] != "0" else "1"),
        lambda token: token + "0",
        lambda token: token.upper(),
        lambda token: token.replace("rk_", "sk_"),
        lambda token: "rk_000000000000_" + token.rpartition("_")[2],
        lambda token: token.replace("rk_", "rk_#"),
        lambda token: token + "\n",
        lambda token: token + "é",
        lambda _: "",
        lambda _: "rk_" + "a" * 100_000,
    ],
)
def test_a_key_that_was_changed_speaks_for_nobody(api_keys, bend):
    """It holds number 91 of docs/reliability.md."""
    token = api_keys.make(SELLER)

    assert api_keys.principal(bend(token)) is None


def test_parts_of_two_keys_do_not_make_a_third(api_keys):
    """It holds number 91 of docs/reliability.md."""
    first, second = (api_keys.make(Principal(merchant, Role.OPERATOR)) for merchant in ("demo", "other"))

    assert api_keys.principal(first.rpartition("_")[0] + "_" + second.rpartition("_")[2]) is None


def test_a_key_ends_at_its_instant(api_keys, cloud):
    """It holds number 91 of docs/reliability.md."""
    token = api_keys.make(SELLER, expires_at=cloud.clock() + timedelta(days=1))

    assert api_keys.principal(token) == SELLER
    cloud.clock.forward(days=1)
    assert api_keys.principal(token) is None


def test_a_revoked_key_ends_at_once(api_keys):
    """It holds number 91 of docs/reliability.md."""
    token = api_keys.make(SELLER)
    api_keys.revoke(token.split("_")[1])

    assert api_keys.principal(token) is None


def test_a_key_that_is_not_there_cannot_be_revoked(api_keys):
    with pytest.raises(StoreUnavailable, match="ConditionalCheckFailed"):
        api_keys.revoke("000000000000")


def test_a_key_that_cannot_be_looked_up_is_neither_good_nor_bad(api_keys, cloud):
    token = api_keys.make(SELLER)
    cloud.wire.cut("GetItem", Refusal("AccessDeniedException"))

    with pytest.raises(StoreUnavailable):
        api_keys.principal(token)

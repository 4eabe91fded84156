"""`python -m ops keys` against moto."""

import pytest

from chalicelib.aws.api_keys import Principal
from chalicelib.aws.keys import api_key_key
from chalicelib.aws.operator_keys import listed_key
from chalicelib.values.roles import Role


def test_a_key_is_made_listed_and_revoked(world, run):
    token = run("keys", "make", "demo", "desk", "--days", "1").strip()
    key_id = token.split("_")[1]
    assert world.recourse.api_keys.principal(token) == Principal("demo", Role.DESK)
    assert key_id in run("keys", "list", "demo")

    run("keys", "revoke", key_id)

    assert world.recourse.api_keys.principal(token) is None
    assert "revoked 20" in run("keys", "list", "demo")


def test_a_key_with_a_person_is_listed_with_name_language_and_zone(run):
    run("keys", "make", "demo", "seller", "--name", "Li Na", "--language", "zh-Hans", "--zone", "Asia/Shanghai")

    listed = run("keys", "list", "demo")

    assert "Li Na" in listed
    assert "zh-Hans Asia/Shanghai" in listed
    assert "valid until revoked" in listed


def test_a_key_of_the_first_edition_is_listed_on_request_and_then_always(cloud, world, run):
    """The first edition wrote the row of the key only, and the key goes on working."""
    ids = {merchant: world.recourse.api_keys.make(Principal(merchant, Role.DESK)) for merchant in ("demo", "other")}
    ids = {merchant: token.split("_")[1] for merchant, token in ids.items()}
    for merchant, key_id in ids.items():
        cloud.dynamodb.delete_item(TableName=cloud.settings.table, Key=listed_key(merchant, key_id))
        key = {"TableName": cloud.settings.table, "Key": api_key_key(key_id)}
        cloud.dynamodb.update_item(**key, UpdateExpression="REMOVE made_at")
    assert ids["demo"] not in run("keys", "list", "demo")

    assert ids["demo"] in run("keys", "list", "demo", "--older")
    listed = run("keys", "list", "demo")

    assert ids["demo"] in listed
    assert ids["other"] not in listed


def test_a_list_shows_no_secret(run):
    secret = run("keys", "make", "demo", "seller").strip().split("_")[2]

    assert secret not in run("keys", "list", "demo")


@pytest.mark.parametrize(
    "arguments",
    [
        ("make", "demo", "king"),
        ("make", "two words", "seller"),
        ("make", "a#b", "seller"),
        ("make", "", "seller"),
        ("make", "dmo", "seller"),
        ("make", "demo", "seller", "--days", "0"),
        ("make", "demo", "seller", "--name", "Ada", "--zone", "Asia/Shangai"),
        ("make", "demo", "seller", "--name", "Ada", "--language", "de"),
        ("make", "demo", "seller", "--zone", "Asia/Shanghai"),
        ("make", "demo", "seller", "--name", "  "),
        ("list", "dmo"),
        ("revoke", "nobodys"),
        ("revoke",),
    ],
    ids=" ".join,
)
def test_a_typing_mistake_is_an_error_and_makes_nothing(cloud, run, arguments):
    before = cloud.dynamodb.scan(TableName=cloud.settings.table)["Count"]

    assert run("keys", *arguments, code=2) == ""
    assert cloud.dynamodb.scan(TableName=cloud.settings.table)["Count"] == before

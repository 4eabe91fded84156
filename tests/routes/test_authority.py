"""A request needs one key in force, in a role that may."""

import pytest

from chalicelib.aws.api_keys import Principal
from chalicelib.routes.authority import caller, require_role
from chalicelib.routes.problems import Problem
from chalicelib.values.roles import Role


def event(*authorizations):
    return {"multiValueHeaders": {"authorization": list(authorizations)} if authorizations else None}


@pytest.mark.parametrize("scheme", ["Bearer ", "bearer ", "BEARER  "])
def test_a_key_in_force_names_its_merchant_and_role(installed, scheme):
    token = installed.api_keys.make(Principal("demo", Role.DESK))

    assert caller(event(scheme + token)) == Principal("demo", Role.DESK)


@pytest.mark.parametrize(
    "sent",
    [
        lambda _: (),
        lambda token: (token,),
        lambda token: (f"Basic {token}",),
        lambda token: (f"Bearer {token}x",),
        lambda token: (f"Bearer {token} {token}",),
        lambda token: (f"Bearer {token}", f"Bearer {token}"),
        lambda _: ("Bearer ",),
        lambda _: ("Bearer ключ",),
    ],
    ids=["none", "bare", "basic", "bent", "two", "doubled", "empty", "cyrillic"],
)
def test_a_request_without_exactly_one_key_in_force_is_401(installed, sent):
    """It holds number 91 of docs/reliability.md."""
    token = installed.api_keys.make(Principal("demo", Role.SELLER))

    with pytest.raises(Problem) as problem:
        caller(event(*sent(token)))
    answered = problem.value.response
    assert (answered.status_code, answered.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_a_revoked_key_is_401(installed):
    """It holds number 91 of docs/reliability.md."""
    token = installed.api_keys.make(Principal("demo", Role.SELLER))
    installed.api_keys.revoke(token.split("_")[1])

    with pytest.raises(Problem) as problem:
        caller(event(f"Bearer {token}"))
    assert problem.value.response.status_code == 401


@pytest.mark.parametrize(
    ("role", "allowed", "may"),
    [
        (Role.SELLER, [Role.SELLER], True),
        (Role.SELLER, [Role.DESK], False),
        (Role.DESK, [Role.SELLER], False),
        (Role.DESK, [Role.SELLER, Role.DESK], True),
        (Role.OPERATOR, [Role.SELLER], True),
        (Role.OPERATOR, [], True),
        (Role.SELLER, [], False),
    ],
)
def test_a_role_may_make_its_own_calls_and_an_operator_every_call(role, allowed, may):
    """It holds number 91 of docs/reliability.md."""
    if may:
        require_role(Principal("demo", role), *allowed)
        return
    with pytest.raises(Problem) as problem:
        require_role(Principal("demo", role), *allowed)
    assert problem.value.response.status_code == 403

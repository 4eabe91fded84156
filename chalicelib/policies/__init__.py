"""The policies that ship with Recourse, as data in which each clause names its source."""

import tomllib
from datetime import UTC, datetime
from functools import cache
from importlib import resources

from chalicelib.domain.policy import Policy, PolicyBook, PolicyVersion

SHIPPED = ("guide", "party-at-fault")
_ALWAYS = datetime(1, 1, 1, tzinfo=UTC)


@cache
def shipped(name: str) -> Policy:
    """Read a shipped policy by its name."""
    text = resources.files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return Policy.model_validate(tomllib.loads(text))


def policy_book(versions: tuple[PolicyVersion, ...] = (), *, default: str = "guide") -> PolicyBook:
    """Combine a merchant's versions with the shipped policies.

    Before the first version the default is in force.
    """
    default_version = PolicyVersion(version=0, in_force_from=_ALWAYS, policy=shipped(default))
    return PolicyBook((default_version, *versions), tuple(shipped(name) for name in SHIPPED))

"""Policies: a merchant's policy in force, its earlier versions, and the next one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.aws.policy_versions import PolicyVersions, TooManyVersions
from chalicelib.domain.commands import Refused
from chalicelib.domain.policy import Policy, PolicyBook, PolicyVersion
from chalicelib.policies import policy_book
from chalicelib.usecases.case_errors import Stale
from chalicelib.values.sentences import say

_ATTEMPTS = 5  # each failed attempt is another person's new version, and five at once are a mistake


class UnknownVersion(Exception):
    """The merchant's policy has no such version."""


@dataclass(frozen=True, slots=True)
class CurrentPolicy:
    """The version in force, and the next version if it is not in force yet."""

    in_force: PolicyVersion
    pending: PolicyVersion | None


class Policies:
    """Reads and makes versions.

    A version never changes.
    """

    def __init__(self, policies: PolicyVersions, *, clock: Callable[[], datetime]) -> None:
        self._policies = policies
        self._clock = clock

    def current(self, merchant: str) -> CurrentPolicy:
        """Read the version in force now, and the version that follows within a minute."""
        return self._current(policy_book(self._policies.versions(merchant)))

    def published(self, merchant: str) -> CurrentPolicy:
        """Read the policy for customers.

        It may be 30 seconds old, so that most visitors need no AWS call.
        """
        return self._current(self._policies.book(merchant))

    def _current(self, book: PolicyBook) -> CurrentPolicy:
        now, newest = self._clock(), book.versions[-1]
        return CurrentPolicy(book.in_force(now), newest if newest.in_force_from > now else None)

    def version(self, merchant: str, number: int) -> PolicyVersion:
        """Read a version by its number, 0 for the shipped default.

        Raises UnknownVersion if there is none.
        """
        versions = policy_book(self._policies.versions(merchant)).versions
        version = next((version for version in versions if version.version == number), None)
        if version is None:
            raise UnknownVersion
        return version

    def put(self, merchant: str, policy: Policy) -> PolicyVersion:
        """Make a policy the next version.

        Raises Stale if other requests were faster at every attempt, and Refused if there are too many versions.
        """
        try:
            for _ in range(_ATTEMPTS):
                version = self._policies.put(merchant, policy)
                if version is not None:
                    return version
        except TooManyVersions as error:
            raise Refused(
                "policy-full", say("policy-full", "your policy has as many versions as it can have")
            ) from error
        raise Stale

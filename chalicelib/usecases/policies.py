"""Policymaking: a merchant's policy in force, its versions, and the next one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.aws.policy_versions import PolicyVersions
from chalicelib.domain.policy import Policy, PolicyBook, PolicyVersion
from chalicelib.policies import policy_book
from chalicelib.usecases.case_commands import Stale

_ATTEMPTS = 5  # every lost race is somebody else's version: so many at once are a mistake


class UnknownVersion(Exception):
    """No such version of this merchant's policy."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The version in force, and the next one while it is not yet."""

    in_force: PolicyVersion
    pending: PolicyVersion | None


class Policymaking:
    """Reads and makes versions; none is ever changed."""

    def __init__(self, policies: PolicyVersions, *, clock: Callable[[], datetime]) -> None:
        self._policies = policies
        self._clock = clock

    def standing(self, merchant: str) -> Standing:
        """What is in force now, and what follows within a minute."""
        return self._standing(policy_book(self._policies.versions(merchant)))

    def published(self, merchant: str) -> Standing:
        """What customers are shown: at most half a minute old, so that strangers cost no AWS call each."""
        return self._standing(self._policies.book(merchant))

    def _standing(self, book: PolicyBook) -> Standing:
        now, newest = self._clock(), book.versions[-1]
        return Standing(book.in_force(now), newest if newest.in_force_from > now else None)

    def version(self, merchant: str, number: int) -> PolicyVersion:
        """A version by its number, 0 for the shipped default; UnknownVersion."""
        versions = policy_book(self._policies.versions(merchant)).versions
        found = next((version for version in versions if version.version == number), None)
        if found is None:
            raise UnknownVersion
        return found

    def put(self, merchant: str, policy: Policy) -> PolicyVersion:
        """Make a policy the next version; Stale where others kept being faster."""
        for _ in range(_ATTEMPTS):
            version = self._policies.put(merchant, policy)
            if version is not None:
                return version
        raise Stale

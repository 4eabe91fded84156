"""A merchant's policy, as the sellers' API shows it."""

from chalicelib.domain.policy import Policy, PolicyVersion
from chalicelib.values.instants import Instant
from chalicelib.views.shapes import Shape


class VersionShape(Shape):
    """A version that never changes.

    `in_force_from` is null for version 0, the shipped default.
    """

    name: str
    version: int
    in_force_from: Instant | None
    policy: Policy


class CurrentPolicyShape(VersionShape):
    """The version in force, and the next one if it is not in force yet."""

    pending: VersionShape | None


def show_version(version: PolicyVersion) -> VersionShape:
    """Show one version."""
    return VersionShape(
        name=version.policy.name,
        version=version.version,
        in_force_from=version.in_force_from if version.version else None,
        policy=version.policy,
    )


def show_current(in_force: PolicyVersion, pending: PolicyVersion | None) -> CurrentPolicyShape:
    """Show the version in force beside the pending one."""
    return CurrentPolicyShape(**dict(show_version(in_force)), pending=show_version(pending) if pending else None)

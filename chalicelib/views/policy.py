"""A merchant's policy as the sellers' API shows it."""

from chalicelib.domain.policy import Policy, PolicyVersion
from chalicelib.values.instants import Instant
from chalicelib.views.shapes import Shape


class VersionShape(Shape):
    """One version: immutable; `in_force_from` is null for version 0, the shipped default that always was."""

    name: str
    version: int
    in_force_from: Instant | None
    policy: Policy


class StandingShape(VersionShape):
    """The version in force, and the next one while its minute runs."""

    pending: VersionShape | None


def show_version(version: PolicyVersion) -> VersionShape:
    """Show one version."""
    return VersionShape(
        name=version.policy.name,
        version=version.version,
        in_force_from=version.in_force_from if version.version else None,
        policy=version.policy,
    )


def show_standing(standing: PolicyVersion, pending: PolicyVersion | None) -> StandingShape:
    """Show the version in force beside the pending one."""
    return StandingShape(**dict(show_version(standing)), pending=show_version(pending) if pending else None)

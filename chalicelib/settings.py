"""The settings: names of resources, read once from the environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_AT_ONCE: Final = 500  # requests of one key, or deliveries of one connection, in one process
_A_SECOND: Final = 100


class MissingSetting(Exception):
    """A required environment variable is not set.

    The message is its name.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The names of the AWS resources, and the limits, the same for every function of one deployment."""

    table: str
    bucket: str
    mediation_queue_url: str
    mediation_dlq_url: str
    secrets_prefix: str
    requests_at_once: int = _AT_ONCE
    requests_a_second: int = _A_SECOND

    @property
    def stack(self) -> str:
        """The name of the stack, which is the last part of the path of its secrets."""
        return self.secrets_prefix.strip("/").rpartition("/")[2]


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Read the settings from an environment.

    Raises MissingSetting names the first missing variable.
    """
    return Settings(
        table=_needed(environment, "RECOURSE_TABLE"),
        bucket=_needed(environment, "RECOURSE_BUCKET"),
        mediation_queue_url=_needed(environment, "RECOURSE_MEDIATION_QUEUE_URL"),
        mediation_dlq_url=_needed(environment, "RECOURSE_MEDIATION_DLQ_URL"),
        secrets_prefix=_needed(environment, "RECOURSE_SECRETS_PREFIX"),
        requests_at_once=int(environment.get("RECOURSE_REQUESTS_AT_ONCE") or _AT_ONCE),
        requests_a_second=int(environment.get("RECOURSE_REQUESTS_A_SECOND") or _A_SECOND),
    )


def _needed(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "")
    if not value:
        raise MissingSetting(f"the environment variable {name} is not set")
    return value

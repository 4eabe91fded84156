"""botocore's own clients: low-level, tuned, and made at their first use.

This module is imported when the first of them is used, because botocore's client machinery takes long to load.
"""

import threading
from typing import Final
from urllib.parse import urlsplit

from botocore.client import BaseClient
from botocore.config import Config
from botocore.session import Session

from chalicelib.aws.patience import DOOR, WORK, Patience
from chalicelib.aws.time_limit import require_time


def _retrying(patience: Patience, mode: str) -> Config:
    retries = {"total_max_attempts": patience.attempts, "mode": mode}
    return Config(connect_timeout=patience.connect, read_timeout=patience.read, retries=retries)


# Parameter validation and the user agent need most of the CPU of a warm call, and nobody here uses them.
_LEAN: Final = Config(parameter_validation=False, user_agent="recourse", max_pool_connections=50)

_PATIENT: Final = _LEAN.merge(_retrying(WORK, "standard"))
_IMPATIENT: Final = _LEAN.merge(_retrying(DOOR, "legacy"))  # it pauses for 50 ms, the standard mode for up to 1 s
# Without both settings, us-east-1 presigns with SigV2, which leaves most of the grant unsigned.
_PRESIGNING: Final = _PATIENT.merge(Config(signature_version="s3v4", s3={"addressing_style": "virtual"}))
_BY_PATH: Final = _PRESIGNING.merge(Config(s3={"addressing_style": "path"}))
_AWS: Final = (".amazonaws.com", ".amazonaws.com.cn")


class BotocoreClients:
    """The clients of one process by botocore.

    The first thread that needs a client makes it.
    """

    def __init__(self) -> None:
        self._session = Session()
        self._creating = threading.Lock()
        self._created: dict[str, BaseClient] = {}

    @property
    def door(self) -> BaseClient:
        """DynamoDB for calls during which a marketplace waits."""
        return self._client("door", "dynamodb", _IMPATIENT)

    @property
    def door_secrets(self) -> BaseClient:
        """SSM for calls during which a marketplace waits."""
        return self._client("door_secrets", "ssm", _IMPATIENT)

    @property
    def dynamodb(self) -> BaseClient:
        """DynamoDB for all other work."""
        return self._client("dynamodb", "dynamodb", _PATIENT)

    @property
    def s3(self) -> BaseClient:
        """S3 with SigV4.

        The bucket is in the host name on AWS, and in the path elsewhere.
        """
        by_host = self._client("s3", "s3", _PRESIGNING)
        host = urlsplit(by_host.meta.endpoint_url).hostname or ""
        return by_host if host.endswith(_AWS) else self._client("s3_by_path", "s3", _BY_PATH)

    @property
    def sqs(self) -> BaseClient:
        """SQS for all queues."""
        return self._client("sqs", "sqs", _PATIENT)

    def _client(self, name: str, service: str, config: Config) -> BaseClient:
        with self._creating:
            if name not in self._created:
                created = self._session.create_client(service, config=config)
                self._created[name] = _keep_to_time(
                    created, longest_attempt=config.connect_timeout + config.read_timeout
                )
            return self._created[name]


def _keep_to_time(client: BaseClient, *, longest_attempt: float) -> BaseClient:
    """Let a client begin no attempt and no repetition for which there is not enough time."""

    def refuse_what_is_late(**_: object) -> None:
        require_time(longest_attempt)

    client.meta.events.register_first("before-send", refuse_what_is_late)
    return client

"""AWS clients: low-level, tuned, made when first used."""

import threading
from typing import Final
from urllib.parse import urlsplit

from botocore.client import BaseClient
from botocore.config import Config
from botocore.session import Session

from chalicelib.aws.time_limit import keep_to_time

# Validation and the built user agent are most of a warm call's CPU, and tell nobody anything here.
_LEAN: Final = Config(parameter_validation=False, user_agent="recourse", max_pool_connections=50)

# A marketplace waits at the door: two attempts end inside 4 s, and a cold door's three calls keep to one time limit.
# The legacy mode pauses 50 ms between attempts, the standard mode up to 1 s.
_CONNECT, _READ = 0.5, 1.2  # seconds
_IMPATIENT: Final = _LEAN.merge(
    Config(connect_timeout=_CONNECT, read_timeout=_READ, retries={"total_max_attempts": 2, "mode": "legacy"})
)
_PATIENT: Final = _LEAN.merge(
    Config(connect_timeout=2, read_timeout=10, retries={"total_max_attempts": 5, "mode": "standard"})
)
# Without both, us-east-1 presigns with SigV2 and leaves most of what was granted unsigned.
_PRESIGNING: Final = _PATIENT.merge(Config(signature_version="s3v4", s3={"addressing_style": "virtual"}))
_BY_PATH: Final = _PRESIGNING.merge(Config(s3={"addressing_style": "path"}))
_AWS: Final = (".amazonaws.com", ".amazonaws.com.cn")


class Clients:
    """The clients of one process; each is created once, by whichever thread needs it first."""

    def __init__(self) -> None:
        self._session = Session()
        self._creating = threading.Lock()
        self._created: dict[str, BaseClient] = {}

    @property
    def door(self) -> BaseClient:
        """DynamoDB for whoever has a marketplace waiting."""
        return self._client("door", "dynamodb", _IMPATIENT)

    @property
    def door_secrets(self) -> BaseClient:
        """SSM for whoever has a marketplace waiting."""
        return self._client("door_secrets", "ssm", _IMPATIENT)

    @property
    def dynamodb(self) -> BaseClient:
        """DynamoDB for all other work."""
        return self._client("dynamodb", "dynamodb", _PATIENT)

    @property
    def s3(self) -> BaseClient:
        """S3, signing with SigV4; the bucket is in the host name, but in the path where no AWS host answers to it."""
        by_host = self._client("s3", "s3", _PRESIGNING)
        host = urlsplit(by_host.meta.endpoint_url).hostname or ""
        return by_host if host.endswith(_AWS) else self._client("s3_by_path", "s3", _BY_PATH)

    @property
    def sqs(self) -> BaseClient:
        """SQS."""
        return self._client("sqs", "sqs", _PATIENT)

    def _client(self, name: str, service: str, config: Config) -> BaseClient:
        with self._creating:
            if name not in self._created:
                created = self._session.create_client(service, config=config)
                self._created[name] = keep_to_time(
                    created, longest_attempt=config.connect_timeout + config.read_timeout
                )
            return self._created[name]

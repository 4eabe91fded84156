"""AWS clients: quick ones for rows and secrets, botocore's own for all else, each made at its first use."""

import os
import threading
from typing import TYPE_CHECKING

from chalicelib.aws.client import AwsClient
from chalicelib.aws.patience import DOOR, WORK, Patience
from chalicelib.aws.quick_client import DYNAMODB, SSM, QuickClient, Service
from chalicelib.aws.surroundings import quick_surroundings

if TYPE_CHECKING:
    from botocore.client import BaseClient

    from chalicelib.aws.botocore_clients import BotocoreClients


class Clients:
    """The clients of one process.

    The first thread that needs a client makes it.
    """

    def __init__(self) -> None:
        self._creating = threading.Lock()
        self._quick_ones: dict[str, QuickClient | None] = {}
        self._made: BotocoreClients | None = None

    @property
    def door(self) -> AwsClient:
        """DynamoDB for calls during which a marketplace waits."""
        return self._quick("door", DYNAMODB, DOOR) or self._botocores.door

    @property
    def door_secrets(self) -> AwsClient:
        """SSM for calls during which a marketplace waits."""
        return self._quick("door_secrets", SSM, DOOR) or self._botocores.door_secrets

    @property
    def rows(self) -> AwsClient:
        """DynamoDB for the rows of the table, while nobody waits long."""
        return self._quick("rows", DYNAMODB, WORK) or self._botocores.dynamodb

    @property
    def dynamodb(self) -> "BaseClient":
        """DynamoDB by botocore, for operators."""
        return self._botocores.dynamodb

    @property
    def s3(self) -> "BaseClient":
        """S3 with SigV4.

        The bucket is in the host name on AWS, and in the path elsewhere.
        """
        return self._botocores.s3

    @property
    def sqs(self) -> "BaseClient":
        """SQS for all queues."""
        return self._botocores.sqs

    @property
    def _botocores(self) -> "BotocoreClients":
        with self._creating:
            if self._made is None:
                from chalicelib.aws.botocore_clients import BotocoreClients  # noqa: PLC0415 - it takes long to load

                self._made = BotocoreClients()
            return self._made

    def _quick(self, name: str, service: Service, patience: Patience) -> QuickClient | None:
        """Return a quick client.

        Returns None if the environment asks for what only botocore's client does.
        """
        with self._creating:
            if name not in self._quick_ones:
                surroundings = quick_surroundings(os.environ)
                self._quick_ones[name] = QuickClient(service, surroundings, patience) if surroundings else None
            return self._quick_ones[name]

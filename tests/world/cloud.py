"""An AWS account for each test: the deployed resources in moto, a clock, and a wire."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache

from botocore.client import BaseClient
from moto.dynamodb.models.table import Table

from chalicelib.aws.clients import Clients
from chalicelib.logbook import Logbook
from chalicelib.settings import Settings
from chalicelib.wiring import Recourse
from ops.template import deployed_template
from tests.world import account
from tests.world.sources import Queue
from tests.world.wire import WIRE, Wire

TEMPLATE = deployed_template()
SECRET = "whsec_" + "c2VjcmV0IG9mIHRoZSBkZW1vIGNvbm5lY3Rpb24="
SESSION_SECRET = "secret of the sessions"
APP_KEY, APP_SECRET = "app-1", "secret of the app"

_CLIENTS = Clients()  # parsing botocore's data takes longer than a test: one set for all


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    now: datetime = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> datetime:
        self.now += timedelta(**by)
        return self.now


@dataclass
class Cloud:
    """One account, one clock, and what the logbook was told."""

    settings: Settings
    clock: Clock = field(default_factory=Clock)
    clients: Clients = _CLIENTS
    wire: Wire = field(default_factory=lambda: WIRE)
    lines: list[str] = field(default_factory=list)

    def recourse(self) -> Recourse:
        """A process that has just started: nothing is warm."""
        logbook = Logbook(self.lines.append)
        return Recourse(self.settings, clock=self.clock, clients=self.clients, logbook=logbook)

    @property
    def dynamodb(self) -> BaseClient:
        return self.clients.dynamodb

    @property
    def mediation(self) -> Queue:
        return Queue(self.clients.sqs, self.settings.mediation_queue_url)

    @property
    def dead_letters(self) -> Queue:
        return Queue(self.clients.sqs, self.settings.mediation_dlq_url)

    @property
    def alarms(self) -> list[dict[str, str]]:
        return [line for line in map(json.loads, self.lines) if line["level"] == "alarm"]

    def rows(self) -> list[dict[str, dict[str, object]]]:
        """All rows of the table but the operators' own."""
        items = self.dynamodb.scan(TableName=self.settings.table)["Items"]
        return [item for item in items if item["PK"]["S"].startswith(("ORDER#", "QUARANTINE#"))]

    def keep_secrets(self, name: str, told: str) -> None:
        self.keep_parameter(f"connections/{name}", told)

    def keep_parameter(self, name: str, told: str) -> None:
        self.clients.door_secrets.put_parameter(
            Name=f"{self.settings.secrets_prefix}{name}",
            Value=told,
            Type="SecureString",
            Overwrite=True,
        )

    def file_at(self, url: str | None) -> None:
        """Let there be one connection, whose platform takes filings at a URL, or has no endpoint."""
        self.list_connections({"demo": _connection("demo", "alibaba", "standard", filing_url=url)})

    def list_connections(self, connections: dict[str, dict[str, str | None]]) -> None:
        self.dynamodb.put_item(TableName=self.settings.table, Item=_registry(connections))


def billed_bytes(row: dict[str, dict[str, object]]) -> int:
    """A row's size as DynamoDB bills it: names and values, texts by their bytes."""
    values = (next(iter(value.values())) for value in row.values())
    return sum(map(len, row)) + sum(len(value if isinstance(value, bytes) else str(value).encode()) for value in values)


_CONNECTIONS = {
    "demo": ("demo", "alibaba", "standard"),
    "other": ("other", "alibaba", "standard"),
    "demo-alibaba": ("demo", "alibaba", "alibaba"),
    "demo-lazada": ("demo", "lazada", "lazada"),
}
_STANDARD = {"app_key": None, "secrets": [{"secret": SECRET, "until": None}]}
_OF_AN_APP = {"app_key": APP_KEY, "secrets": [{"secret": APP_SECRET, "until": None}]}
_PARAMETERS = {
    "connections/demo": _STANDARD,
    "connections/demo-alibaba": _OF_AN_APP,
    "connections/demo-lazada": _OF_AN_APP,
    "sessions": {"secrets": [{"secret": SESSION_SECRET, "until": None}]},
}
_PREFIX = "/recourse/test/"


def furnish() -> Cloud:
    """Make what the template deploys, and the connections of the tests."""
    WIRE.clear()
    account.make_bucket("evidence")
    settings = Settings(
        table="orders",
        bucket="evidence",
        mediation_queue_url=account.make_queue("mediation.fifo"),
        mediation_dlq_url=account.make_queue("mediation-dlq.fifo"),
        secrets_prefix=_PREFIX,
        requests_at_once=1_000_000,  # most tests stop the clock
    )
    account.put_table(_new_table())
    account.put_parameters({_PREFIX + name: json.dumps(told) for name, told in _PARAMETERS.items()})
    return Cloud(settings)


@cache
def _new_table() -> Table:
    """Make the table with its registry once, for all tests of a process."""
    table = {"TableName": "orders", **TEMPLATE.properties("OrdersTable")}
    for not_here in ("PointInTimeRecoverySpecification", "SSESpecification", "TimeToLiveSpecification"):
        del table[not_here]  # moto makes an RSA key for each encrypted table, which takes longer than most tests
    table["StreamSpecification"] = {"StreamEnabled": True, **table["StreamSpecification"]}
    _CLIENTS.dynamodb.create_table(**table)
    listed = {name: _connection(*connection) for name, connection in _CONNECTIONS.items()}
    _CLIENTS.dynamodb.put_item(TableName="orders", Item=_registry(listed))
    WIRE.clear()
    return account.copy_of_table("orders")


def _registry(connections: dict[str, dict[str, str | None]]) -> dict[str, dict[str, str]]:
    return {"PK": {"S": "REGISTRY"}, "SK": {"S": "CONNECTIONS"}, "connections": {"S": json.dumps(connections)}}


def _connection(
    merchant: str, marketplace: str, dialect: str, *, filing_url: str | None = None
) -> dict[str, str | None]:
    return {"merchant": merchant, "marketplace": marketplace, "dialect": dialect, "filing_url": filing_url}

"""The connections as operators write them: the row that lists them, and the parameter with the secrets of each."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.aws.failures import CONDITION_FAILED, StoreUnavailable, error_code, named_failures
from chalicelib.aws.keys import registry_key
from chalicelib.values.instants import format_instant, parse_instant

Entry = dict[str, Any]
_LISTED, _DISABLED = "connections", "disabled"


class ListChangedError(Exception):
    """Another operator changed the list at the same time, so nothing was written."""


@dataclass(frozen=True, slots=True)
class Listed:
    """All connections by name: those that the door serves, and those that are disabled."""

    live: Mapping[str, Entry]
    disabled: Mapping[str, Entry]
    stored: Mapping[str, str] = field(default_factory=dict, repr=False)

    def __getitem__(self, name: str) -> Entry:
        return self.live[name] if name in self.live else self.disabled[name]

    def __contains__(self, name: str) -> bool:
        return name in self.live or name in self.disabled

    @property
    def merchants(self) -> frozenset[str]:
        """The merchants that have a connection."""
        return frozenset(str(entry.get("merchant")) for entry in (*self.live.values(), *self.disabled.values()))


class ConnectionList:
    """The row that lists all connections. A change is written only if nobody else changed the row meanwhile."""

    def __init__(self, dynamodb: Any, table: str) -> None:
        self._dynamodb = dynamodb
        self._table = table

    def read(self) -> Listed:
        """Read the list. A deployment without the row has no connections yet."""
        with named_failures():
            item = self._dynamodb.get_item(TableName=self._table, Key=registry_key(), ConsistentRead=True).get("Item")
        stored = {name: item[name]["S"] for name in (_LISTED, _DISABLED) if item and name in item}
        return Listed(json.loads(stored.get(_LISTED, "{}")), json.loads(stored.get(_DISABLED, "{}")), stored)

    def write(self, before: Listed, *, live: Mapping[str, Entry], disabled: Mapping[str, Entry]) -> None:
        """Replace the list that was read. Raises ListChangedError if it is not the stored one any more."""
        unchanged = [f"#{name} = :{name}_before" for name in before.stored] or ["attribute_not_exists(PK)"]
        values = {f":{name}_before": {"S": text} for name, text in before.stored.items()}
        new = {f":{_LISTED}": {"S": json.dumps(live)}, f":{_DISABLED}": {"S": json.dumps(disabled)}}
        with named_failures():
            try:
                self._dynamodb.update_item(
                    TableName=self._table,
                    Key=registry_key(),
                    UpdateExpression=f"SET #{_LISTED} = :{_LISTED}, #{_DISABLED} = :{_DISABLED}",
                    ConditionExpression=" AND ".join(unchanged),
                    ExpressionAttributeNames={f"#{name}": name for name in (_LISTED, _DISABLED)},
                    ExpressionAttributeValues=values | new,
                )
            except ClientError as error:
                if error_code(error) != CONDITION_FAILED:
                    raise
                raise ListChangedError from None


@dataclass(frozen=True, slots=True)
class Secret:
    """One secret of a connection, and the instant at which it ends, or None."""

    value: str = field(repr=False)
    until: datetime | None = None


class SecretParameters:
    """The encrypted parameters with the secrets, one for each connection."""

    def __init__(self, ssm: Any, prefix: str) -> None:
        self._ssm = ssm
        self._prefix = prefix

    def read(self, name: str) -> dict[str, Any] | None:
        """Read what is stored for a connection. Returns None if there is no parameter."""
        try:
            with named_failures():
                response = self._ssm.get_parameter(Name=self._name(name), WithDecryption=True)
        except StoreUnavailable as failure:
            if failure.code == "ParameterNotFound":
                return None
            raise
        stored: dict[str, Any] = json.loads(response["Parameter"]["Value"])
        return stored

    def write(self, name: str, content: Mapping[str, Any]) -> None:
        """Write a connection's parameter whole."""
        value = json.dumps(content)
        with named_failures():
            self._ssm.put_parameter(Name=self._name(name), Value=value, Type="SecureString", Overwrite=True)

    def delete(self, name: str) -> None:
        """Delete a connection's parameter."""
        with named_failures():
            self._ssm.delete_parameter(Name=self._name(name))

    def _name(self, name: str) -> str:
        return f"{self._prefix}connections/{name}"


def secrets_of(stored: Mapping[str, Any]) -> tuple[Secret, ...]:
    """Read the secrets in a parameter."""
    return tuple(Secret(each["secret"], _end(each.get("until"))) for each in stored["secrets"])


def written(secrets: tuple[Secret, ...]) -> list[dict[str, str | None]]:
    """Write secrets as they stand in a parameter."""
    ends = ((each.value, format_instant(each.until) if each.until else None) for each in secrets)
    return [{"secret": value, "until": until} for value, until in ends]


def _end(until: str | None) -> datetime | None:
    return parse_instant(until) if until else None

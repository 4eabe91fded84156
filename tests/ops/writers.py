"""The rows that a function writes, seen on the wire, and the partitions to which its role lets it write."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

_WRITES = {"PutItem": "Item", "UpdateItem": "Key", "DeleteItem": "Key"}
_KIND = re.compile(r"EVENT#(?:delivery|command|clock|desk#[a-z]+|evidence)|EFFECT|CASE|.*")
_OF_EVIDENCE = re.compile(r"EVENT#evidence#.+#(announced|verdict)")


@dataclass(frozen=True, order=True)
class Write:
    """A write: the action, the partition, and the kind of row, such as `EVENT#desk#filed`."""

    action: str
    partition: str
    kind: str


def writes_of(operation: str, told: Mapping[str, Any]) -> Iterator[Write]:
    """Yield the rows that a request to DynamoDB writes."""
    if operation in _WRITES:
        yield _write(operation, told[_WRITES[operation]])
    if operation == "BatchWriteItem":
        for requests in told["RequestItems"].values():
            yield from (_write(operation, each["PutRequest"]["Item"]) for each in requests)


def _write(operation: str, item: Mapping[str, Any]) -> Write:
    sort = item["SK"]["S"]
    evidence, kind = _OF_EVIDENCE.fullmatch(sort), _KIND.match(sort)
    assert kind
    shown = f"EVENT#evidence#{evidence[1]}" if evidence else kind[0]
    return Write(f"dynamodb:{operation}", item["PK"]["S"], shown)


def partitions(resources: Mapping[str, Any], function: str) -> dict[str, list[str]]:
    """Return the partitions of each action of a role. An action without a condition has none here."""
    role, _ = resources[function]["Properties"]["Role"]["Fn::GetAtt"]
    found: dict[str, list[str]] = {}
    for policy in resources[role]["Properties"]["Policies"]:
        for statement in policy["PolicyDocument"]["Statement"]:
            keys = statement.get("Condition", {})
            if keys:
                assert keys["Null"] == {"dynamodb:LeadingKeys": "false"}, "a request without keys would pass"
                found |= dict.fromkeys(statement["Action"], keys["ForAllValues:StringLike"]["dynamodb:LeadingKeys"])
    return found


def is_allowed(write: Write, allowed: Mapping[str, list[str]]) -> bool:
    """Tell if a role's partitions let a write through, as IAM compares them."""
    return any(fnmatchcase(write.partition, pattern) for pattern in allowed.get(write.action, ()))

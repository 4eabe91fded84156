"""Every key shape of the table, and the ids that are built like keys (README.md, How it works)."""

import re
from datetime import datetime
from hashlib import sha256

from chalicelib.values.identifiers import CaseKey, OrderKey, parse_case_id
from chalicelib.values.instants import format_instant

Item = dict[str, dict[str, object]]  # a row as DynamoDB's own client speaks it: {"name": {"S": "text"}}
Key = Item

BY_CHANGE = "by_change"
BY_DEADLINE = "by_deadline"
EVENT, EFFECT, CASE = "EVENT#", "EFFECT#", "CASE#"
ORDER = "ORDER#"

_WITHDRAWN = "#withdrawn"
_VERSION = "VERSION#"
_POSITION = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{15}Z#(.+)")
_DUE_SHARDS = 8
_QUARANTINE_SHARDS = 4


def key(partition: str, sort: str) -> Key:
    """The key of one row as DynamoDB takes it."""
    return {"PK": {"S": partition}, "SK": {"S": sort}}


def order_partition(order: OrderKey) -> str:
    """The partition that holds all of an order; none of its parts can contain `#`."""
    return f"{ORDER}{order.merchant}#{order.marketplace}#{order.order_number}"


def read_order_partition(partition: str) -> OrderKey:
    """The order whose partition this is."""
    _, merchant, marketplace, order_number = partition.split("#")
    return OrderKey(merchant, marketplace, order_number)


def event_key(order: OrderKey, row_id: str) -> Key:
    """The key of a row of an order's log."""
    return key(order_partition(order), EVENT + row_id)


def effect_key(order: OrderKey, effect_id: str, *, withdrawal: bool) -> Key:
    """The key of an effect, or of its withdrawal."""
    return key(order_partition(order), EFFECT + effect_id + (_WITHDRAWN if withdrawal else ""))


def read_effect_sort(sort: str) -> tuple[str, bool]:
    """The effect id, and whether the row is its withdrawal."""
    effect_id = sort.removeprefix(EFFECT)
    return effect_id.removesuffix(_WITHDRAWN), effect_id.endswith(_WITHDRAWN)


def case_key(case: CaseKey) -> Key:
    """The key of a case row."""
    return key(order_partition(case.order), CASE + case.return_id)


def delivery_row(connection: str, delivery_id: str) -> str:
    """The row of a marketplace's delivery: its receipt."""
    return f"delivery#{connection}#{delivery_id}"


def command_row(number: int) -> str:
    """The row of an order's n-th command, counted over all its cases: an optimistic lock."""
    return f"command#{number:06d}"


def clock_row(return_id: str, *, deadline: str, instant: datetime) -> str:
    """The row of a deadline that has passed."""
    return f"clock#{return_id}#{deadline}#{format_instant(instant)}"


def announcement_row(evidence_id: str) -> str:
    """The row of an upload that was granted."""
    return f"evidence#{evidence_id}#announced"


def verdict_row(evidence_id: str) -> str:
    """The row of what a look at an upload found, stored or rejected, one of them once."""
    return f"evidence#{evidence_id}#verdict"


def filed_row(effect_id: str) -> str:
    """The row of a request that lies before the platform."""
    return f"desk#filed#{effect_id}"


def failed_row(effect_id: str) -> str:
    """The row of a request that could not be filed."""
    return f"desk#failed#{effect_id}"


def left_row(effect_id: str) -> str:
    """The row of a request that is left to a person to file."""
    return f"desk#left#{effect_id}"


def event_id(row_id: str) -> str:
    """A log row's id as outsiders see it, in answers and in the timeline."""
    return row_id.replace("#", ".")


def list_partition(merchant: str) -> str:
    """All cases of a merchant."""
    return f"CASES#{merchant}"


def list_sort(case: CaseKey, changed_at: datetime) -> str:
    """Where a case stands in its merchant's list; also the position a page ends at."""
    return f"{format_instant(changed_at)}#{case.case_id}"


def list_start(merchant: str, position: str) -> Key | None:
    """The index key of a position in this merchant's list; None for what cannot be one."""
    parts = _POSITION.fullmatch(position)
    case = parse_case_id(merchant, parts[1]) if parts else None
    if case is None:
        return None
    return case_key(case) | {"list_pk": {"S": list_partition(merchant)}, "list_sk": {"S": position}}


def due_partition(case: CaseKey) -> str:
    """The shard of deadlines that a case belongs to."""
    return f"DUE#{_shard(case.case_id, _DUE_SHARDS)}"


def due_partitions() -> tuple[str, ...]:
    """All shards of deadlines."""
    return tuple(f"DUE#{shard}" for shard in range(_DUE_SHARDS))


def due_sort(case: CaseKey, at: datetime) -> str:
    """Where a deadline stands among all of its shard."""
    return f"{format_instant(at)}#{case.order.merchant}#{case.case_id}"


def quarantine_key(connection: str, delivery_id: str, sha256_hex: str) -> Key:
    """The key of a delivery that was not understood: by id and content, so that a repeat is found."""
    shard = _shard(delivery_id, _QUARANTINE_SHARDS)
    return key(f"QUARANTINE#{connection}#{shard}", f"{delivery_id}#{sha256_hex}")


def quarantine_partitions(connection: str) -> tuple[str, ...]:
    """All shards of a connection's quarantine."""
    return tuple(f"QUARANTINE#{connection}#{shard}" for shard in range(_QUARANTINE_SHARDS))


def quarantine_event_id(connection: str, delivery_id: str, sha256_hex: str) -> str:
    """A quarantined delivery's id as outsiders see it."""
    return f"quarantine.{connection}.{delivery_id}.{sha256_hex[:16]}"


def registry_key() -> Key:
    """The key of the one row that lists all connections."""
    return key("REGISTRY", "CONNECTIONS")


def api_key_key(key_id: str) -> Key:
    """The key of an API key's row."""
    return key(f"APIKEY#{key_id}", "APIKEY")


def policy_partition(merchant: str) -> str:
    """All versions of a merchant's policy."""
    return f"POLICY#{merchant}"


def policy_key(merchant: str, version: int) -> Key:
    """The key of one version of a merchant's policy."""
    return key(policy_partition(merchant), f"{_VERSION}{version:06d}")


def read_policy_sort(sort: str) -> int:
    """The number of a policy version."""
    return int(sort.removeprefix(_VERSION))


def _shard(name: str, shards: int) -> int:
    return sha256(name.encode()).digest()[0] % shards

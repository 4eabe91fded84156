"""Every shape of a key in the table, and the ids that are built like keys (README.md, How it works)."""

import re
from datetime import datetime
from hashlib import sha256

from chalicelib.values.identifiers import CaseKey, OrderKey, parse_case_id
from chalicelib.values.instants import format_instant, parse_instant

Item = dict[str, dict[str, object]]  # a row in the form of DynamoDB's low-level client: {"name": {"S": "text"}}
Key = Item

# The indexes: every case, the keys of the cases whose deadline acts, and the cases with work to do.
BY_CHANGE, DUE, OPEN = "by_change", "due", "open"
EVENT, EFFECT, CASE = "EVENT#", "EFFECT#", "CASE#"
ORDER, API_KEY = "ORDER#", "APIKEY#"

_WITHDRAWN = "#withdrawn"
_VERSION = "VERSION#"
# The texts of open cases without a date sort after every instant, and those of closed cases come last.
_UNDATED, OPEN_END = "undated", "wrap_up"
_POSITION = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{15}Z#(.+)")
_OPEN_POSITION = re.compile(rf"(?:[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T[0-9:.]{{15}}Z|{_UNDATED}|{OPEN_END})#(.+)")
_DUE_SHARDS = 8


def key(partition: str, sort: str) -> Key:
    """Make the key of one row in DynamoDB's form."""
    return {"PK": {"S": partition}, "SK": {"S": sort}}


def order_partition(order: OrderKey) -> str:
    """Make the partition of an order.

    None of its parts can contain `#`.
    """
    return f"{ORDER}{order.merchant}#{order.marketplace}#{order.order_number}"


def read_order_partition(partition: str) -> OrderKey:
    """Read the order from the name of its partition."""
    _, merchant, marketplace, order_number = partition.split("#")
    return OrderKey(merchant, marketplace, order_number)


def event_key(order: OrderKey, row_id: str) -> Key:
    """Make the key of a row of an order's log."""
    return key(order_partition(order), EVENT + row_id)


def effect_key(order: OrderKey, effect_id: str, *, withdrawal: bool) -> Key:
    """Make the key of a request's row, or of its withdrawal's row."""
    return key(order_partition(order), EFFECT + effect_id + (_WITHDRAWN if withdrawal else ""))


def read_case_key(item: Item) -> CaseKey:
    """Read the case from the key of its row."""
    partition, sort = str(item["PK"]["S"]), str(item["SK"]["S"])
    return CaseKey(read_order_partition(partition), sort.removeprefix(CASE))


def read_effect_sort(sort: str) -> tuple[str, bool]:
    """Read the effect id from a sort key.

    The second value is True for a withdrawal.
    """
    effect_id = sort.removeprefix(EFFECT)
    return effect_id.removesuffix(_WITHDRAWN), effect_id.endswith(_WITHDRAWN)


def case_key(case: CaseKey) -> Key:
    """Make the key of a case row."""
    return key(order_partition(case.order), CASE + case.return_id)


def delivery_row(connection: str, delivery_id: str) -> str:
    """Make the id of the row of a marketplace's delivery."""
    return f"delivery#{connection}#{delivery_id}"


def read_delivery_row(row_id: str) -> str | None:
    """Read the connection from the id of a delivery's row. None for a row of another kind."""
    kind, _, rest = row_id.partition("#")
    return rest.partition("#")[0] if kind == "delivery" else None


def command_row(number: int) -> str:
    """Make the id of the row of an order's n-th command, which is an optimistic lock over all its cases."""
    return f"command#{number:06d}"


def clock_row(return_id: str, *, deadline: str, instant: datetime) -> str:
    """Make the id of the row of an expired deadline."""
    return f"clock#{return_id}#{deadline}#{format_instant(instant)}"


def announcement_row(evidence_id: str) -> str:
    """Make the id of the row of a granted upload."""
    return f"evidence#{evidence_id}#announced"


def verdict_row(evidence_id: str) -> str:
    """Make the id of the row that stores or rejects an upload.

    Both share it, so that only one is written.
    """
    return f"evidence#{evidence_id}#verdict"


def filed_row(effect_id: str) -> str:
    """Make the id of the row of a request that was filed with the platform."""
    return f"desk#filed#{effect_id}"


def failed_row(effect_id: str) -> str:
    """Make the id of the row of a request that could not be filed."""
    return f"desk#failed#{effect_id}"


def left_row(effect_id: str) -> str:
    """Make the id of the row of a request that only a person can file."""
    return f"desk#left#{effect_id}"


def event_id(row_id: str) -> str:
    """Make the public id of a log row, for answers and the timeline."""
    return row_id.replace("#", ".")


def list_partition(merchant: str) -> str:
    """Make the index partition of all cases of a merchant."""
    return f"CASES#{merchant}"


def list_sort(case: CaseKey, changed_at: datetime) -> str:
    """Make the sort key of a case in its merchant's list.

    It is also the position of a page's end.
    """
    return f"{format_instant(changed_at)}#{case.case_id}"


def read_list_sort(sort: str) -> datetime:
    """Read the instant of a case's newest change from its sort key."""
    return parse_instant(sort.partition("#")[0])


def list_start(merchant: str, position: str) -> Key | None:
    """Make the index key of a position in this merchant's list.

    Returns None if the position is not one.
    """
    return _start(merchant, position, _POSITION, list_pk=list_partition(merchant), list_sk=position)


def open_partition(merchant: str) -> str:
    """Make the index partition of the cases of a merchant that have work to do."""
    return f"OPEN#{merchant}"


def open_sort(case: CaseKey, due_at: datetime | None, *, closed: bool) -> str:
    """Make the sort key of a case with work to do.

    Cases with a deadline come first, then open ones without, then closed ones.
    """
    place = format_instant(due_at) if due_at else (OPEN_END if closed else _UNDATED)
    return f"{place}#{case.case_id}"


def open_start(merchant: str, position: str) -> Key | None:
    """Make the index key of a position among the cases with work to do.

    Returns None if the position is not one.
    """
    return _start(merchant, position, _OPEN_POSITION, open_pk=open_partition(merchant), open_sk=position)


def due_partition(case: CaseKey) -> str:
    """Make the deadline shard of a case."""
    return f"DUE#{shard_of(case.case_id, _DUE_SHARDS)}"


def due_partitions() -> tuple[str, ...]:
    """Make all deadline shards."""
    return tuple(f"DUE#{shard}" for shard in range(_DUE_SHARDS))


def due_sort(at: datetime) -> str:
    """Make the sort key of a deadline in its shard. The key of the table tells the cases of one instant apart."""
    return format_instant(at)


def read_due_sort(sort: str) -> datetime:
    """Read the instant of a deadline from its sort key, after which the first edition wrote the case too."""
    return parse_instant(sort.partition("#")[0])


def registry_key() -> Key:
    """Make the key of the row that lists all connections."""
    return key("REGISTRY", "CONNECTIONS")


def api_key_key(key_id: str) -> Key:
    """Make the key of an API key's row."""
    return key(API_KEY + key_id, "APIKEY")


def policy_partition(merchant: str) -> str:
    """Make the partition of all versions of a merchant's policy."""
    return f"POLICY#{merchant}"


def policy_key(merchant: str, version: int) -> Key:
    """Make the key of one version of a merchant's policy."""
    return key(policy_partition(merchant), f"{_VERSION}{version:06d}")


def read_policy_sort(sort: str) -> int:
    """Read the number of a policy version from its sort key."""
    return int(sort.removeprefix(_VERSION))


def _start(merchant: str, position: str, form: re.Pattern[str], **index: str) -> Key | None:
    parts = form.fullmatch(position)
    case = parse_case_id(merchant, parts[1]) if parts else None
    return None if case is None else case_key(case) | {name: {"S": value} for name, value in index.items()}


def shard_of(name: str, shards: int) -> int:
    """Return the shard of a name."""
    return sha256(name.encode()).digest()[0] % shards

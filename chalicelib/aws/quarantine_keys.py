"""The keys of deliveries that were not understood, and of those about no order."""

import re
from collections.abc import Sequence

from chalicelib.aws.keys import Key, key, shard_of

_QUARANTINE_SHARDS = 4
_HASH_IN_ID = 16  # characters of the body's hash


def quarantine_key(connection: str, delivery_id: str, sha256_hex: str) -> Key:
    """Make the key of a delivery that was not understood, from its id and its content."""
    shard = shard_of(delivery_id, _QUARANTINE_SHARDS)
    return key(f"QUARANTINE#{connection}#{shard}", f"{delivery_id}#{sha256_hex}")


def no_order_key(connection: str, delivery_id: str, sha256_hex: str) -> Key:
    """Make the key of a delivery about no order."""
    shard = shard_of(delivery_id, _QUARANTINE_SHARDS)
    return key(f"NOORDER#{connection}#{shard}", f"{delivery_id}#{sha256_hex}")


def quarantine_partitions(connection: str) -> tuple[str, ...]:
    """Make all shards of a connection's quarantine."""
    return tuple(f"QUARANTINE#{connection}#{shard}" for shard in range(_QUARANTINE_SHARDS))


def quarantine_position(partition: str, last: str | None) -> str:
    """Make the position after a row of the quarantine, or after the whole partition if there is no such row."""
    return f"{partition} {last}" if last else f"{partition}~"


def quarantine_start(partitions: Sequence[str], position: str | None) -> Key | None:
    """Find the place at which a list goes on, or None at its end. Its sort key is empty for a whole partition."""
    partition, _, last = (position or "").partition(" ")
    following = next((each for each in partitions if each >= partition), None)
    return None if following is None else key(following, last if following == partition else "")


def no_order_partitions(connection: str) -> tuple[str, ...]:
    """Make all shards of a connection's deliveries about no order."""
    return tuple(f"NOORDER#{connection}#{shard}" for shard in range(_QUARANTINE_SHARDS))


def quarantine_event_id(connection: str, delivery_id: str, sha256_hex: str) -> str:
    """Make the public id of a quarantined delivery."""
    return f"quarantine.{connection}.{delivery_id}.{sha256_hex[:_HASH_IN_ID]}"


def read_quarantine_event_id(connection: str, event_id: str) -> tuple[str, str] | None:
    """Read the delivery id and the beginning of the hash from a public id. None if it is of another connection."""
    form = rf"quarantine\.{re.escape(connection)}\.(.+)\.([0-9a-f]{{{_HASH_IN_ID}}})"
    parts = re.fullmatch(form, event_id)
    return (parts[1], parts[2]) if parts else None

"""The keys of deliveries that were not understood, and of those about no order."""

from chalicelib.aws.keys import Key, key, shard_of

_QUARANTINE_SHARDS = 4


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


def quarantine_event_id(connection: str, delivery_id: str, sha256_hex: str) -> str:
    """Make the public id of a quarantined delivery."""
    return f"quarantine.{connection}.{delivery_id}.{sha256_hex[:16]}"

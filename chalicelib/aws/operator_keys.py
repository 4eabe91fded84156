"""The keys of rows that operators write: lists of API keys, erasures, and retention."""

from chalicelib.aws.keys import Key, key, order_partition
from chalicelib.values.identifiers import OrderKey


def keys_partition(merchant: str) -> str:
    """Make the partition that lists the API keys of a merchant."""
    return f"APIKEYS#{merchant}"


def listed_key(merchant: str, key_id: str) -> Key:
    """Make the key of the row that lists one API key."""
    return key(keys_partition(merchant), key_id)


def erasure_key(order: OrderKey) -> Key:
    """Make the key of the row that says when an order was erased."""
    return key(order_partition(order), "ERASURE")


def retention_key(merchant: str) -> Key:
    """Make the key of the row with the retention of a merchant."""
    return key(f"RETENTION#{merchant}", "RETENTION")

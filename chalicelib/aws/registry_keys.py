"""The keys of the registry's partition: the row of all connections, and a row for each order that is full."""

from typing import Final

from chalicelib.aws.keys import Key, key, order_partition
from chalicelib.values.identifiers import OrderKey

REGISTRY: Final = "REGISTRY"
CONNECTIONS: Final = "CONNECTIONS"
FULL: Final = "FULL#"


def full_order_key(order: OrderKey) -> Key:
    """Make the key of the row that marks an order as full."""
    return key(REGISTRY, FULL + order_partition(order))

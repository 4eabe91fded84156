"""The size of an item as DynamoDB bills it: names and values in bytes."""

from chalicelib.aws.keys import Item

UNIT = 1024  # bytes of one write unit


def item_size(item: Item) -> int:
    """Add up an item of texts, numbers and bytes."""
    return sum(len(name.encode()) + _size(value) for name, typed in item.items() for value in typed.values())


def _size(value: object) -> int:
    return len(value) if isinstance(value, bytes) else len(str(value).encode())

"""The size of an item as DynamoDB bills it, and the write units that follow from it."""

import base64

Item = dict[str, dict[str, object]]


def item_size(item: Item) -> int:
    """Return the size of an item: its names, and its values, bytes as bytes."""
    return sum(len(name.encode()) + _size(value) for name, value in item.items())


def units_of(item: Item) -> int:
    """Return the write units of an item: one for each begun KB."""
    return max(1, -(-item_size(item) // 1024))


def _size(value: object) -> int:
    if not isinstance(value, dict):
        return len(str(value).encode())
    kind, content = next(iter(value.items()))
    if kind == "M":
        return 3 + item_size(content)
    if kind == "L":
        return 3 + sum(_size(each) for each in content)
    return len(base64.b64decode(content)) if kind == "B" else len(str(content).encode())

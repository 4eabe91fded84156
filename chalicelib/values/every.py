"""Tables that have a row for every member of an enum, or the import fails."""

from collections.abc import Mapping
from enum import Enum
from typing import TypeVar

K = TypeVar("K", bound=Enum)
V = TypeVar("V")


def for_every(kind: type[K], rows: Mapping[K, V]) -> Mapping[K, V]:
    """Return the rows. Raises TypeError if a member of the enum has none."""
    missing = [member.name for member in kind if member not in rows]
    if missing:
        raise TypeError(f"{kind.__name__} has members without a row here: {', '.join(missing)}")
    return rows


def those(kind: type[K], rows: Mapping[K, bool]) -> frozenset[K]:
    """Return the members whose row is True. Raises TypeError if a member of the enum has no row."""
    return frozenset(member for member, is_one in for_every(kind, rows).items() if is_one)

"""Tables and indexes of the counting store, with the write units that a changed item costs in an index."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from bench.item_size import Item, units_of
from bench.requests import value_of


@dataclass(frozen=True, slots=True)
class Index:
    """An index: the attributes of its key, and whether it holds the whole item."""

    name: str
    key: tuple[str, ...]
    whole: bool

    def entry(self, item: Item | None, table_key: tuple[str, ...]) -> Item | None:
        """Return the entry that an item has in this index, or None."""
        if item is None or not all(name in item for name in self.key):
            return None
        return item if self.whole else {name: item[name] for name in (*self.key, *table_key)}

    def units(self, old: Item | None, new: Item | None, table_key: tuple[str, ...]) -> int:
        """Return the write units that a changed item costs in this index."""
        before, after = self.entry(old, table_key), self.entry(new, table_key)
        if before == after:
            return 0
        if before and after and all(before[name] == after[name] for name in self.key):
            return max(units_of(before), units_of(after))
        return sum(units_of(entry) for entry in (before, after) if entry)


@dataclass(slots=True)
class Table:
    """A table: its key, its indexes, and its items by partition and sort key."""

    key: tuple[str, ...]
    indexes: tuple[Index, ...] = ()
    partitions: dict[str, dict[str, Item]] = field(default_factory=lambda: defaultdict(dict))

    def place(self, key: Mapping[str, dict[str, object]]) -> tuple[str, str]:
        """Return the partition and the sort key that a key or an item names."""
        names = [value_of(key[name]) for name in self.key]
        return names[0], names[-1]

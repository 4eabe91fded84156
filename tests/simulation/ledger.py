"""The promises to outsiders: every 2xx, by its subject.

And what may or may not have been taken.
"""

from dataclasses import dataclass, field

from moto.backends import get_backend


@dataclass(frozen=True)
class Delivery:
    """One thing a marketplace tells.

    It comes under its own id again and again.
    """

    id: str
    order_number: str
    body: str

    @property
    def key(self) -> tuple[str, str]:
        return partition(self.order_number), f"EVENT#delivery#demo#{self.id}"


@dataclass
class Ledger:
    """Accepted: a 2xx was seen. Open: sent, and no 2xx yet.

    The marketplace will send it again.
    """

    sent: list[Delivery] = field(default_factory=list)
    accepted: dict[tuple[str, str], Delivery] = field(default_factory=dict)
    commands: dict[str, str] = field(default_factory=dict)  # order number by Idempotency-Key of what was answered 201
    tried: set[str] = field(default_factory=set)  # Idempotency-Keys of all that was ever asked

    @property
    def open(self) -> list[Delivery]:
        return [delivery for delivery in self.sent if delivery.key not in self.accepted]

    def lost(self) -> list[str]:
        """Whatever was accepted and is not on disk, or not as it was sent."""
        disk = rows_on_disk()
        deliveries = [key[1] for key in self.accepted if key not in disk]
        kept = {row["idempotency_key"] for row in disk.values() if "idempotency_key" in row}
        return deliveries + [name for name in self.commands if name not in kept]


def partition(order_number: str) -> str:
    return f"ORDER#demo#alibaba#{order_number}"


def rows_on_disk() -> dict[tuple[str, str], dict[str, object]]:
    """Every row of the table, past the API and its costs."""
    table = get_backend("dynamodb")["123456789012"]["us-east-1"].tables["orders"]
    items = (item for rows in table.items.values() for item in rows.values())
    return {
        (item.hash_key.value, item.range_key.value): {name: value.value for name, value in item.attrs.items()}
        for item in items
    }

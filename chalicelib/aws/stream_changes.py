"""Changes of the table's rows, as its stream carries them to a function."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.aws import keys
from chalicelib.aws.event_rows import EventRow, read_event_row
from chalicelib.aws.keys import Item
from chalicelib.aws.quarantine import QuarantineRow, read_quarantine_rows
from chalicelib.values.identifiers import OrderKey


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a row: its place in the stream, the row after it, and if the row is new."""

    sequence: str
    row: Item
    is_new: bool

    @property
    def order(self) -> OrderKey | None:
        """The order whose log has changed. None for a row of another kind."""
        partition = str(self.row["PK"]["S"])
        return keys.read_order_partition(partition) if partition.startswith(keys.ORDER) else None

    def event(self) -> EventRow:
        """Read the row of an order's log. Raises an error of POISON if it is damaged."""
        return read_event_row(self._whole())

    def quarantined(self) -> QuarantineRow | None:
        """Read the row of a delivery that was not understood. Returns None if it is damaged."""
        return next(read_quarantine_rows([self._whole()]), None)

    def _whole(self) -> Item:
        return {name: _with_bytes(value) for name, value in self.row.items()}


def read_change(record: Mapping[str, Any]) -> Change:
    """Read a record of the stream in the form in which Lambda gets it."""
    content = record["dynamodb"]
    row = {**content["Keys"], **content.get("NewImage", {})}
    return Change(str(content["SequenceNumber"]), row, is_new=record["eventName"] == "INSERT")


def _with_bytes(value: dict[str, object]) -> dict[str, object]:
    """Read an attribute of bytes, which the stream carries in base64."""
    content = value.get("B")
    return {"B": base64.b64decode(content)} if isinstance(content, str) else value

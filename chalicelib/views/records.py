"""Case records as they leave the house: JSON lines, or CSV that no spreadsheet takes for a formula."""

import csv
from collections.abc import Iterable, Mapping
from typing import Final

from chalicelib.advice.case_record import CaseRecord, Sum
from chalicelib.values.identifiers import CaseKey
from chalicelib.values.instants import Instant, format_instant
from chalicelib.views.shapes import Shape

COLUMNS: Final = (
    *("case_id", "marketplace", "order_number", "return_id", "opened_at", "changed_at", "status", "outcome"),
    *("reason", "fault", "reason_text", "wants", "goods", "quantity", "claim_minor", "claim_currency"),
    *("settled_minor", "settled_currency", "freight_payer", "carrier", "condition", "rounds"),
    *("root_cause", "lesson", "policy", "policy_version"),
)
# What makes spreadsheets compute a cell (OWASP, CSV Injection), in both widths.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


class Identity(Shape):
    """Which case a record is of, and where it stands."""

    case_id: str
    marketplace: str
    order_number: str
    return_id: str
    status: str
    changed_at: Instant


class ExportedRecord(CaseRecord, Identity):
    """A record with the case it is of, named first."""


def exported(case: CaseKey, record: CaseRecord, *, status: str, changed_at: Instant) -> ExportedRecord:
    """Name the case a record is of."""
    return ExportedRecord(
        case_id=case.case_id,
        marketplace=case.order.marketplace,
        order_number=case.order.order_number,
        return_id=case.return_id,
        status=status,
        changed_at=changed_at,
        **dict(record),
    )


def write_json_lines(records: Iterable[ExportedRecord]) -> str:
    """Write one record a line; nothing for no records."""
    return "".join(f"{record.model_dump_json()}\n" for record in records)


def write_csv(records: Iterable[ExportedRecord], *, header: bool) -> str:
    """Write one record a row (RFC 4180), under a header where asked."""
    lines = _Lines()
    table = csv.DictWriter(lines, COLUMNS)
    if header:
        table.writeheader()
    table.writerows({name: _inert(cell) for name, cell in _cells(record).items()} for record in records)
    return "".join(lines)


class _Lines(list[str]):
    """What csv writes to."""

    write = list.append


def _cells(record: ExportedRecord) -> dict[str, object]:
    plain = record.model_dump(exclude={"goods", "claim", "settled"})
    return {
        **plain,
        "opened_at": format_instant(record.opened_at),
        "changed_at": format_instant(record.changed_at),
        "goods": "; ".join(f"{goods.quantity} x {goods.sku}" for goods in record.goods),
        **_money("claim", record.claim),
        **_money("settled", record.settled),
    }


def _money(name: str, amount: Sum | None) -> Mapping[str, object]:
    return {
        f"{name}_minor": amount.minor if amount else None,
        f"{name}_currency": amount.currency if amount else None,
    }


def _inert(cell: object) -> object:
    """A text that a spreadsheet would compute gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA) else cell

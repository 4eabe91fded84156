"""Case records to export: JSON lines, or CSV in which no spreadsheet finds a formula."""

import csv
import re
from collections.abc import Iterable, Mapping
from typing import Final

from chalicelib.advice.case_record import CaseRecord, Sum
from chalicelib.values.identifiers import CaseKey
from chalicelib.values.instants import Instant, format_instant
from chalicelib.values.money import decimal_amount
from chalicelib.views.shapes import Shape

COLUMNS: Final = (
    *("case_id", "marketplace", "order_number", "customer", "return_id", "opened_at", "changed_at", "status"),
    *("outcome", "reason", "fault", "reason_text", "wants", "goods", "quantity"),
    *("claim_amount", "claim_currency", "claim_minor", "settled_amount", "settled_currency", "settled_minor"),
    *("freight_payer", "carrier", "condition", "rounds", "root_cause", "lesson", "policy", "policy_version"),
)
# Without it, Excel reads UTF-8 in the encoding of its country.
_BYTE_ORDER_MARK: Final = "\ufeff"
# A spreadsheet computes what begins with one of these characters, in either width (OWASP, CSV Injection). Excel splits
# a line at the list separator of its country, and then the quotes of RFC 4180 count only at the start of its own cells.
# So every part of a cell behind a comma, a semicolon, a tab or a line break can become a cell.
_FORMULA: Final = re.compile(
    '(^|[,;\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029])(?=[\\s"\u200b\ufeff]*[=+\\-@\uff1d\uff0b\uff0d\uff20])'
)


class Identity(Shape):
    """The id, customer, status and last change of a record's case."""

    case_id: str
    marketplace: str
    order_number: str
    customer: str | None
    return_id: str
    status: str
    changed_at: Instant


class ExportedRecord(CaseRecord, Identity):
    """A record that begins with the id of its case."""


def exported(
    case: CaseKey, record: CaseRecord, *, customer: str | None, status: str, changed_at: Instant
) -> ExportedRecord:
    """Add the id and the customer of its case to a record."""
    return ExportedRecord(
        case_id=case.case_id,
        marketplace=case.order.marketplace,
        order_number=case.order.order_number,
        customer=customer,
        return_id=case.return_id,
        status=status,
        changed_at=changed_at,
        **dict(record),
    )


def write_json_lines(records: Iterable[ExportedRecord]) -> str:
    """Write one record per line, and nothing if there are no records."""
    return "".join(f"{record.model_dump_json()}\n" for record in records)


def write_csv(records: Iterable[ExportedRecord], *, header: bool) -> str:
    """Write one record per row (RFC 4180), with a byte order mark and a header line if wanted."""
    lines = _Lines()
    table = csv.DictWriter(lines, COLUMNS)
    if header:
        lines.append(_BYTE_ORDER_MARK)
        table.writeheader()
    table.writerows({name: _inert(cell) for name, cell in _cells(record).items()} for record in records)
    return "".join(lines)


class _Lines(list[str]):
    """The lines that csv writes."""

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
        f"{name}_amount": decimal_amount(amount.minor, amount.currency) if amount else None,
        f"{name}_currency": amount.currency if amount else None,
        f"{name}_minor": amount.minor if amount else None,
    }


def _inert(cell: object) -> object:
    """Put an apostrophe before each part of a text that a spreadsheet would compute."""
    return _FORMULA.sub(r"\1'", cell) if isinstance(cell, str) else cell

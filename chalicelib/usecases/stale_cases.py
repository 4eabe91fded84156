"""Stale cases: those whose row is missing or differs from their log."""

import json
from collections.abc import Iterator
from dataclasses import replace

from chalicelib.aws.case_items import CaseRow
from chalicelib.usecases.order_history import OrderHistory
from chalicelib.usecases.projector import case_row
from chalicelib.values.identifiers import CaseKey


def stale_cases(history: OrderHistory) -> Iterator[CaseKey]:
    """Find the cases whose row is missing or differs from their log."""
    rows = {row.case.return_id: row for row in history.rows.cases}
    for case in history.file.cases.values():
        stored = rows.get(case.key.return_id)
        if stored is None or _without_clock(stored) != _without_clock(case_row(history, case)):
            yield case.key


def _without_clock(row: CaseRow) -> tuple[CaseRow, object]:
    """Remove the running deadline from a row, because it changes with time and does not make the row stale."""
    try:
        summary = json.loads(row.summary) | {"deadline": None}
    except (ValueError, TypeError):
        summary = None
    return replace(row, summary=""), summary

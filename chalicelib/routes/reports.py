"""`/reports` and `/records`: counts of returns, and records of them to export (rule G3.1).

`from` and `to` refer to the opening of a case, so that the report of a period does not change later. Records are sorted
by their newest change, like the lists.
"""

from http import HTTPStatus
from urllib.parse import urlencode

from chalice.app import Blueprint, Response

from chalicelib.advice.reasons_report import By
from chalicelib.aws.api_keys import Principal
from chalicelib.aws.case_lists import CaseFilter, UnknownPosition
from chalicelib.routes.authority import caller
from chalicelib.routes.cursors import foreign_cursor, opened, sealed
from chalicelib.routes.expected_errors import with_problems
from chalicelib.routes.negotiation import preferred
from chalicelib.routes.problems import Problem, answer, document
from chalicelib.routes.queries import period, query
from chalicelib.routes.requests import Event
from chalicelib.routes.written import written
from chalicelib.usecases.reports import RecordsPage
from chalicelib.values.sentences import say
from chalicelib.views.records import write_csv, write_json_lines
from chalicelib.views.report import show_report
from chalicelib.wiring import recourse

reports = Blueprint(__name__)

_JSON_LINES, _CSV = ("application/jsonl", "application/x-ndjson"), "text/csv"


@reports.route("/reports/reasons")
@with_problems
def report_reasons() -> Response:
    """Count returns by reason, article, carrier or outcome."""
    _, principal, parameters = _request("from", "to", "by")
    start, end = period(parameters)
    by = _by(parameters.get("by", By.REASON))
    wanted = CaseFilter(opened_from=start, opened_before=end)
    return answer(written(show_report(by, recourse().reports.reasons(principal.merchant, by, wanted))))


@reports.route("/records")
@with_problems
def export_records() -> Response:
    """Export a page of case records.

    `Link` and `X-Next-Cursor` lead to the next page.
    """
    event, principal, parameters = _request("from", "to", "cursor")
    start, end = period(parameters)
    scope = f"records {start} {end}"
    position = opened(principal, scope, parameters["cursor"]) if "cursor" in parameters else None
    wanted = CaseFilter(opened_from=start, opened_before=end)
    try:
        page = recourse().reports.records(principal.merchant, wanted, position)
    except UnknownPosition as error:
        raise foreign_cursor() from error
    following = None if page.position is None else sealed(principal, scope, page.position)
    return _page(event, page, first=position is None, headers=_onward(parameters, following))


def _page(event: Event, page: RecordsPage, *, first: bool, headers: dict[str, str]) -> Response:
    kind = preferred(event, *_JSON_LINES, _CSV)
    if kind != _CSV:
        return document(write_json_lines(page.records), kind, headers=headers)
    content_type = f"{_CSV}; charset=utf-8; header={'present' if first else 'absent'}"
    return document(write_csv(page.records, header=first), content_type, headers=headers)


def _onward(parameters: dict[str, str], cursor: str | None) -> dict[str, str]:
    """Make the headers that lead to the next page.

    Only the first page of a CSV has a header line, so that all pages together are one file.
    """
    if cursor is None:
        return {"Vary": "Accept"}
    following = urlencode({**parameters, "cursor": cursor})
    return {"Vary": "Accept", "X-Next-Cursor": cursor, "Link": f'</records?{following}>; rel="next"'}


def _request(*parameters: str) -> tuple[Event, Principal, dict[str, str]]:
    event: Event = reports.current_request.to_original_event()
    return event, caller(event), query(event, *parameters)


def _by(text: str) -> By:
    if text not in set(By):
        raise Problem(
            HTTPStatus.BAD_REQUEST,
            say("not-one-of", "{name}: not one of {values}", name="by", values=", ".join(By)),
            parameter="by",
        )
    return By(text)

"""`/cases`: lists of cases, one case, its timeline, and its commands."""

from collections.abc import Iterable
from http import HTTPStatus

from chalice.app import Blueprint, Response

from chalicelib.advice.turn import Who
from chalicelib.advice.version import case_version
from chalicelib.aws.api_keys import Principal
from chalicelib.aws.case_lists import CaseFilter, Sort, UnknownPosition
from chalicelib.domain.commands import Command
from chalicelib.domain.decide import read_command
from chalicelib.domain.lifecycle_commands import COMMANDS
from chalicelib.routes.authority import caller, require_role
from chalicelib.routes.bodies import json_body, once_of, valid
from chalicelib.routes.cursors import foreign_cursor, opened, sealed
from chalicelib.routes.entity_tags import seen_versions, tagged
from chalicelib.routes.expected_errors import with_problems
from chalicelib.routes.languages import spoken
from chalicelib.routes.problems import Problem, answer
from chalicelib.routes.queries import instant, limit, query
from chalicelib.routes.requests import Event
from chalicelib.routes.written import written
from chalicelib.usecases.case_errors import UnknownCase
from chalicelib.usecases.case_reader import CaseReading
from chalicelib.usecases.whole_case import whole_case
from chalicelib.values.identifiers import CaseKey, parse_case_id
from chalicelib.values.reading import as_read
from chalicelib.values.reasons import ReasonCode
from chalicelib.values.roles import Role
from chalicelib.values.sentences import say
from chalicelib.values.vocabulary import Status
from chalicelib.views.camera_case import show_camera_case
from chalicelib.views.case import NEWEST, timeline
from chalicelib.views.entry import show_entry
from chalicelib.views.fitting import fitted, newest_that_fit
from chalicelib.views.summary import show_summaries
from chalicelib.wiring import recourse

cases = Blueprint(__name__)

_LONGEST_SEARCH = 200  # characters
_FILTERS = ("status", "order", "marketplace", "reason", "turn", "q", "due_before", "sort")


@cases.route("/cases")
@with_problems
def list_cases() -> Response:
    """Show a page of the merchant's cases, newest change first, or open ones by their deadline."""
    event, principal, parameters = _request(*_FILTERS, "limit", "cursor")
    wanted, most = _filter(parameters), limit(parameters.get("limit"))
    scope = f"cases {wanted}"
    position = opened(principal, scope, parameters["cursor"]) if "cursor" in parameters else None
    try:
        page = recourse().case_search.page(principal.merchant, wanted, limit=most, position=position)
    except UnknownPosition as error:
        raise foreign_cursor() from error
    following = "null" if page.position is None else f'"{sealed(principal, scope, page.position)}"'
    summaries = ",".join(show_summaries((row.summary for row in page.rows), now=recourse().clock(), words=spoken()))
    return tagged(event, f'{{"cases":[{summaries}],"next_cursor":{following}}}')


@cases.route("/cases/{case_id}")
@with_problems
def show_case(case_id: str) -> Response:
    """Show one case as its log says now. A camera sees only the part that it needs."""
    event: Event = cases.current_request.to_original_event()
    principal = caller(event, camera_of=case_id)
    query(event)
    reading = read_case(principal, case_id)
    if principal.role is Role.CAMERA:
        return answer(written(show_camera_case(reading.case)))
    version = case_version(reading.history.file, reading.case)
    return tagged(event, _whole(reading), version=version)


@cases.route("/cases/{case_id}/timeline")
@with_problems
def show_timeline(case_id: str) -> Response:
    """Show a page of a case's timeline, oldest entry first.

    Each next page is older.
    """
    _, principal, parameters = _request("cursor")
    reading, scope = read_case(principal, case_id), f"timeline {case_id}"
    entries = timeline(reading.history.file, reading.case)
    before = opened(principal, scope, parameters["cursor"]) if "cursor" in parameters else None
    end = len(entries) if before is None else next((i for i, e in enumerate(entries) if e.id == before), 0)
    texts = [written(show_entry(entry)) for entry in entries[max(0, end - NEWEST) : end]]
    shown = newest_that_fit(texts)
    first = end - len(shown)
    following = f'"{sealed(principal, scope, entries[first].id)}"' if first else "null"
    return answer(f'{{"timeline":[{",".join(shown)}],"next_cursor":{following}}}')


@cases.route("/cases/{case_id}/commands", methods=["POST"], content_types=[])
@with_problems
def give_command(case_id: str) -> Response:
    """Execute a command and show the whole case after it."""
    event, principal, _ = _request()
    key, body = case_key(principal, case_id), json_body(event)
    command = read_asked(principal, case_id, body)
    once = once_of(event, principal, case_id)
    history = recourse().case_commands.execute(key, command, once, seen=seen_versions(event))
    return answer(_whole(CaseReading.of(history, key)), HTTPStatus.CREATED)


def case_key(principal: Principal, case_id: str) -> CaseKey:
    """Read a case id of this merchant.

    Answers 404 if it is malformed.
    """
    key = parse_case_id(principal.merchant, case_id)
    if key is None:
        raise UnknownCase
    return key


def read_case(principal: Principal, case_id: str) -> CaseReading:
    """Read a case of this merchant.

    Answers 404 if there is no such case.
    """
    return recourse().case_reader.read(case_key(principal, case_id))


def read_asked(principal: Principal, case_id: str, body: dict[str, object]) -> Command:
    """Read a command.

    Answers 403, 404 or 422 if it is not allowed, has no case or is not valid. The name of the command alone decides
    about 403. 404 comes before 422, so that an answer says nothing about another merchant's case.
    """
    named = next((ask for ask in COMMANDS if ask.command == body.get("command")), None)
    if named is not None:
        require_role(principal, Role.DESK if named.desk else Role.SELLER)
    try:
        return valid(read_command, body)
    except Problem:
        read_case(principal, case_id)
        raise


def _request(*parameters: str) -> tuple[Event, Principal, dict[str, str]]:
    event: Event = cases.current_request.to_original_event()
    return event, caller(event), query(event, *parameters)


def _whole(reading: CaseReading) -> str:
    return written(fitted(whole_case(reading)))


def _filter(parameters: dict[str, str]) -> CaseFilter:
    return CaseFilter(
        status=_one_of(Status, "status", parameters.get("status")),
        order_number=parameters.get("order"),
        marketplace=parameters.get("marketplace"),
        reason=_one_of(ReasonCode, "reason", parameters.get("reason")),
        turn=Who(whose) if (whose := _one_of(Who, "turn", parameters.get("turn"))) else None,
        words=_words(parameters.get("q")),
        due_before=instant("due_before", parameters["due_before"]) if "due_before" in parameters else None,
        sort=Sort(_one_of(Sort, "sort", parameters.get("sort")) or Sort.CHANGED),
    )


def _words(text: str | None) -> str | None:
    if text is not None and not (len(as_read(text)) > 0 and len(text) <= _LONGEST_SEARCH):
        raise Problem(
            HTTPStatus.BAD_REQUEST,
            say("search-too-long", "q: a text of 1 to {most} characters", most=_LONGEST_SEARCH),
            parameter="q",
        )
    return text


def _one_of(values: Iterable[str], name: str, text: str | None) -> str | None:
    if text is not None and text not in set(values):
        raise Problem(
            HTTPStatus.BAD_REQUEST,
            say("not-one-of", "{name}: not one of {values}", name=name, values=", ".join(values)),
            parameter=name,
        )
    return text

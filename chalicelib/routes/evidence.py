"""`/cases/{case_id}/evidence`: clients announce files and look them up again."""

from functools import partial
from http import HTTPStatus

from chalice.app import Blueprint, Response

from chalicelib.aws.api_keys import Principal
from chalicelib.domain.uploads import read_upload
from chalicelib.routes.authority import caller, require_role
from chalicelib.routes.bodies import json_body, once_of, valid
from chalicelib.routes.cases import read_case
from chalicelib.routes.expected_errors import with_problems
from chalicelib.routes.problems import Problem, answer
from chalicelib.routes.queries import query
from chalicelib.routes.requests import Event
from chalicelib.routes.written import written
from chalicelib.values.roles import Role
from chalicelib.values.sentences import say
from chalicelib.views.evidence import GrantShape, show_file
from chalicelib.wiring import recourse

evidence = Blueprint(__name__)


@evidence.route("/cases/{case_id}/evidence", methods=["POST"], content_types=[])
@with_problems
def announce_file(case_id: str) -> Response:
    """Grant the upload of one file."""
    event, principal = _request(case_id)
    require_role(principal, Role.SELLER, Role.CAMERA)
    body = json_body(event)
    reading = read_case(principal, case_id)
    once = once_of(event, principal, "evidence", reading.case.key.case_id)
    upload = valid(partial(read_upload, limits=reading.case.policy.policy.evidence), body)
    grant = recourse().evidence_uploads.announce(reading, upload, once)
    return answer(written(GrantShape.model_validate(grant)), HTTPStatus.CREATED)


@evidence.route("/cases/{case_id}/evidence/{evidence_id}")
@with_problems
def show_evidence(case_id: str, evidence_id: str) -> Response:
    """Show the record of one file, with the address to download it. A camera does not download."""
    _, principal = _request(case_id)
    file = read_case(principal, case_id).case.file(evidence_id)
    if file is None:
        raise Problem(HTTPStatus.NOT_FOUND, say("no-such-evidence", "no such file of this case"))
    download_url = None if principal.role is Role.CAMERA else recourse().evidence_uploads.download_url(file)
    return answer(written(show_file(file, download_url)))


def _request(case_id: str) -> tuple[Event, Principal]:
    event: Event = evidence.current_request.to_original_event()
    principal = caller(event, camera_of=case_id)
    query(event)
    return event, principal

"""`/cases/{case_id}/preview`: what a command would change, before anybody gives it."""

from chalice.app import Blueprint, Response

from chalicelib.routes.authority import caller
from chalicelib.routes.bodies import json_body
from chalicelib.routes.cases import case_key, read_asked
from chalicelib.routes.entity_tags import seen_versions
from chalicelib.routes.expected_errors import with_problems
from chalicelib.routes.languages import spoken
from chalicelib.routes.problems import answer
from chalicelib.routes.queries import query
from chalicelib.routes.written import written
from chalicelib.usecases.case_reader import CaseReading
from chalicelib.usecases.whole_case import whole_case
from chalicelib.views.fitting import fitted
from chalicelib.views.preview import show_preview
from chalicelib.wiring import recourse

previews = Blueprint(__name__)


@previews.route("/cases/{case_id}/preview", methods=["POST"], content_types=[])
@with_problems
def preview_command(case_id: str) -> Response:
    """Show the case as it would be after a command, and what would change. Nothing is stored."""
    event = previews.current_request.to_original_event()
    principal = caller(event)
    query(event)
    key, body = case_key(principal, case_id), json_body(event)
    command = read_asked(principal, case_id, body)
    preview = recourse().case_commands.preview(key, command, seen=seen_versions(event))
    before, after = (whole_case(CaseReading.of(history, key)) for history in (preview.before, preview.after))
    return answer(written(fitted(show_preview(before, after, spoken()))))

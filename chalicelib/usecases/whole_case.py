"""Showing: a case with what helps where it stands: pages of the platform, and friendly words (G3.3, G3.4)."""

from chalicelib.advice.help_pages import offered_resources
from chalicelib.advice.replies import fitting_replies
from chalicelib.domain.case import Case
from chalicelib.policies.data import platform_resources, reply_templates
from chalicelib.usecases.case_reader import CaseReading
from chalicelib.views.case import WholeCase, show_whole_case
from chalicelib.views.shapes import ReplyShape, ResourceShape


def whole_case(found: CaseReading) -> WholeCase:
    """The whole of a case as it was read."""
    file, case = found.history.file, found.case
    replies = fitting_replies(reply_templates(), file, case)
    return show_whole_case(
        file,
        case,
        now=found.now,
        resources=helpful_pages(case),
        replies=tuple(ReplyShape.model_validate(reply) for reply in replies),
    )


def helpful_pages(case: Case) -> tuple[ResourceShape, ...]:
    """The platform's pages that help where a case stands."""
    return tuple(ResourceShape.model_validate(page) for page in offered_resources(platform_resources(), case))

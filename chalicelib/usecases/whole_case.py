"""The whole case: a case with the platform's help pages and friendly replies for its status (rules G3.3, G3.4)."""

from chalicelib.advice.help_pages import offered_resources
from chalicelib.advice.replies import fitting_replies
from chalicelib.domain.case import Case
from chalicelib.policies.data import platform_resources, reply_templates
from chalicelib.usecases.case_reader import CaseReading
from chalicelib.values.sentences import text
from chalicelib.views.case import WholeCase, show_whole_case
from chalicelib.views.shapes import ReplyShape, ResourceShape


def whole_case(reading: CaseReading) -> WholeCase:
    """Show a case with all its details, help pages and replies."""
    file, case = reading.history.file, reading.case
    replies = fitting_replies(reply_templates(), file, case)
    return show_whole_case(
        file,
        case,
        now=reading.now,
        resources=helpful_pages(case),
        replies=tuple(ReplyShape(situation=reply.situation, text=reply.sentence) for reply in replies),
    )


def helpful_pages(case: Case) -> tuple[ResourceShape, ...]:
    """Choose the platform's help pages for the status of a case."""
    pages = offered_resources(platform_resources(), case)
    return tuple(ResourceShape(title=text(page.title), url=page.url, why=text(page.why)) for page in pages)

"""The dossier as a page to read and print, with everything a stranger needs to judge a case."""

from typing import Final

from chalicelib.values.catalogue import ENGLISH, Catalogue
from chalicelib.values.sentences import say
from chalicelib.views.dossier import Dossier
from chalicelib.views.dossier_course import (
    show_evidence,
    show_offers,
    show_policy,
    show_request,
    show_rounds,
    show_rules,
    show_timeline,
)
from chalicelib.views.dossier_parts import Writer, note
from chalicelib.views.dossier_return import show_freight, show_inspection, show_order, show_return
from chalicelib.views.dossier_style import STYLE
from chalicelib.views.fitting import LARGEST, fitted, weight
from chalicelib.views.html import Markup, element
from chalicelib.views.page import content_security, write_document

POLICY_OF_CONTENT: Final = content_security(STYLE)


# Sizes of the data, tried in turn until the page fits. Escaped HTML can be larger or smaller than JSON.
_ROOMS: Final = (LARGEST, LARGEST // 2, LARGEST // 4, LARGEST // 16)


def write_dossier(dossier: Dossier, words: Catalogue = ENGLISH) -> str:
    """Write a dossier as HTML that fits into one answer, with all foreign content as text."""
    page = ""
    for room in _ROOMS:
        page = _page(fitted(dossier, room=room), Writer(words))
        if weight(page) <= LARGEST:
            break
    return page


def _page(dossier: Dossier, writer: Writer) -> str:
    body = element("main", _header(dossier, writer), *(show(dossier, writer) for show in _CHAPTERS))
    title = writer.ours(say("dossier-of", "Dossier {case_id}", case_id=dossier.case.case_id))
    return write_document(title=title, style=STYLE, body=body, language=writer.words.language)


def _header(dossier: Dossier, writer: Writer) -> Markup:
    case = dossier.case
    names = {"merchant": case.merchant, "marketplace": case.marketplace, "case_id": case.case_id}
    whose = say("dossier-whose", "{merchant} on {marketplace} · case {case_id} · as of ", **names)
    of = say("dossier-return", "Return {return_id} of order {order}", return_id=case.return_id, order=case.order_number)
    return element(
        "header",
        element("p", writer.ours("Dossier"), class_="kicker"),
        element("h1", writer.ours(of)),
        element("p", writer.mark(case.status), f" {writer.word(case.outcome)}" if case.outcome else None),
        element("p", writer.ours(whose), writer.moment(dossier.written_at)),
        note(writer.written(dossier.shortened)),
    )


_CHAPTERS: Final = (
    show_request,
    show_return,
    show_order,
    show_freight,
    show_inspection,
    show_offers,
    show_rounds,
    show_timeline,
    show_evidence,
    show_policy,
    show_rules,
)

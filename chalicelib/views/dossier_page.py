"""The dossier as a page to read and print, with everything a stranger needs to judge a case."""

from typing import Final

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
from chalicelib.views.dossier_parts import mark, moment, note, plain
from chalicelib.views.dossier_return import show_freight, show_inspection, show_order, show_return
from chalicelib.views.dossier_style import STYLE
from chalicelib.views.fitting import LARGEST, fitted, weight
from chalicelib.views.html import Markup, element
from chalicelib.views.page import content_security, write_document

POLICY_OF_CONTENT: Final = content_security(STYLE)


# Sizes of the data, tried in turn until the page fits. Escaped HTML can be larger or smaller than JSON.
_ROOMS: Final = (LARGEST, LARGEST // 2, LARGEST // 4, LARGEST // 16)


def write_dossier(dossier: Dossier) -> str:
    """Write a dossier as HTML that fits into one answer, with all foreign content as text."""
    page = ""
    for room in _ROOMS:
        page = _page(fitted(dossier, room=room))
        if weight(page) <= LARGEST:
            break
    return page


def _page(dossier: Dossier) -> str:
    body = element("main", _header(dossier), *(show(dossier) for show in _CHAPTERS))
    return write_document(title=f"Dossier {dossier.case.case_id}", style=STYLE, body=body)


def _header(dossier: Dossier) -> Markup:
    case = dossier.case
    whose = f"{case.merchant} on {case.marketplace} · case {case.case_id} · as of "
    return element(
        "header",
        element("p", "Dossier", class_="kicker"),
        element("h1", "Return ", case.return_id, " of order ", case.order_number),
        element("p", mark(case.status), f" {plain(case.outcome)}" if case.outcome else None),
        element("p", whose, moment(dossier.written_at)),
        note(None if dossier.shortened is None else str(dossier.shortened)),
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

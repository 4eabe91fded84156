"""The first half of the dossier's page: the return, its order, the freight and the inspection."""

from collections.abc import Iterator, Sequence

from chalicelib.views import shapes as s
from chalicelib.views.dossier import Dossier
from chalicelib.views.dossier_parts import mark, moment, money, note, pairs, plain, section, small, table
from chalicelib.views.html import Child, Markup, element, joined, said
from chalicelib.views.settlement import FailedRefundShape


def show_return(dossier: Dossier) -> Markup:
    """Show the customer's request and its reason."""
    case, reason = dossier.case, dossier.case.reason
    values = (
        ("Customer", said(case.customer.name) if case.customer else None),
        (
            "Reason",
            joined((plain(reason.code), small("fault: ", reason.fault), small("reported as ", said(reason.original)))),
        ),
        ("Wants", plain(case.wants)),
        ("Due to the customer", money(case.refund.due) or "nothing yet"),
        ("Paid to the customer", money(case.refund.settled) or "nothing yet"),
        ("Paid in another currency, which settles nothing", ", ".join(map(str, case.refund.other)) or "none"),
        ("Refunds that did not arrive", ", ".join(map(_failed, case.refund.failed)) or "none"),
        ("Status at the platform", said(case.platform_status)),
    )
    words = element("blockquote", said(reason.text)) if reason.text else None
    return section("The return", pairs(values), words, element("h3", "What is to go back"), _lines(case.lines))


def _failed(refund: FailedRefundShape) -> str:
    amount = str(refund.amount) if refund.amount else "an amount that nobody has told"
    return f"{amount} ({refund.reference})" if refund.reference else amount


def show_order(dossier: Dossier) -> Markup:
    """Show the order, and if the return belongs to it."""
    order, check = dossier.order, dossier.case.order_check
    values = (
        ("Checked against the order (G2.1)", mark(check.result)),
        ("Customer of the order", said(order.customer.name) if order.customer else None),
        ("Paid", money(order.total)),
        ("Placed", moment(order.placed_at)),
        ("Shipped", moment(order.shipped_at)),
        ("Received", moment(order.delivered_at)),
    )
    confirmed = check.overridden
    return section(
        "The order",
        pairs(values),
        note("The seller confirmed the order: ", said(confirmed.reason if confirmed else None)),
        *_differences(check.fields),
        element("h3", "What was bought"),
        _lines(order.lines),
        element("h3", "Its parcels"),
        _parcels(dossier),
        element("h3", "May it be returned?"),
        _conditions(dossier.case.eligibility.rules),
    )


def show_freight(dossier: Dossier) -> Markup:
    """Show who pays for the freight, and by which rule (rule G2.4)."""
    freight = dossier.case.freight
    values = (
        ("Paid by", freight.payer or "not decided yet"),
        ("Rule", freight.rule),
        ("Policy", freight.policy),
        ("To be reclaimed from", freight.reclaim_from or "nobody"),
    )
    return section("Who bears the freight", pairs(values), element("p", "Because: ", str(freight.because)))


def show_inspection(dossier: Dossier) -> Markup | None:
    """Show the result of the inspection, if there was one."""
    seen = dossier.case.inspection
    if seen is None:
        return None
    values = (
        ("Condition", plain(seen.condition)),
        ("As described", "yes" if seen.matches_description else "no"),
        ("As in the pictures", "yes" if seen.matches_pictures else "no"),
        ("Inspected", moment(seen.at)),
        ("Files", joined(_names(dossier, seen.evidence)) or "none"),
    )
    words = element("blockquote", said(seen.note)) if seen.note else None
    return section("The inspection (G2.2b)", pairs(values), words)


def _names(dossier: Dossier, ids: Sequence[str]) -> Iterator[Markup]:
    """Yield the names of files, or the id of a file that is not in evidence."""
    names = {file.evidence_id: file.filename for file in dossier.evidence}
    for name in ids:
        yield element("div", said(names[name]) if name in names else element("code", name))


def _parcels(dossier: Dossier) -> Markup:
    rows = (
        (
            said(" ".join(filter(None, (parcel.carrier, parcel.number))) or None) or "the whole order",
            moment(parcel.shipped_at),
            moment(parcel.delivered_at) or "not yet",
        )
        for parcel in dossier.order.parcels
    )
    return table(("Parcel", "Shipped", "Received"), rows, empty="None is on record.")


def _differences(fields: tuple[s.FieldShape, ...]) -> Iterator[Child]:
    if fields:
        rows = ((field.field, said(field.returned), said(field.ordered)) for field in fields)
        yield table(("Differs in", "The return says", "The order says"), rows, empty="")


def _conditions(rules: tuple[s.ConditionShape, ...]) -> Markup:
    rows = ((rule.rule, mark("holds" if rule.holds else "fails"), str(rule.why)) for rule in rules)
    return table(("Rule", "Condition", "Why"), rows, empty="No condition applies.")


def _lines(lines: tuple[s.LineShape, ...]) -> Markup:
    rows = (
        (joined((said(line.sku), small(said(line.title)))), str(line.quantity), money(line.amount) or "not known")
        for line in lines
    )
    return table(("Article", "Quantity", "Amount"), rows, empty="Not known.")

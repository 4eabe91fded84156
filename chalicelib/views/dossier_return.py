"""The first half of the dossier's page: the return, its order, the freight and the inspection."""

from collections.abc import Iterator, Sequence

from chalicelib.views import shapes as s
from chalicelib.views.dossier import Dossier
from chalicelib.views.dossier_parts import Writer, note, small
from chalicelib.views.html import Child, Markup, element, joined, said
from chalicelib.views.settlement import FailedRefundShape


def show_return(dossier: Dossier, writer: Writer) -> Markup:
    """Show the customer's request and its reason."""
    case, reason = dossier.case, dossier.case.reason
    values = (
        ("Customer", said(case.customer.name) if case.customer else None),
        (
            "Reason",
            joined(
                (
                    writer.word(reason.code),
                    small(writer.ours("fault: "), writer.word(reason.fault)),
                    small(writer.ours("reported as "), said(reason.original)),
                )
            ),
        ),
        ("Wants", writer.word(case.wants)),
        ("Due to the customer", writer.money(case.refund.due) or writer.ours("nothing yet")),
        ("Paid to the customer", writer.money(case.refund.settled) or writer.ours("nothing yet")),
        (
            "Paid in another currency, which settles nothing",
            writer.listed(map(writer.words.show, case.refund.other)) or writer.ours("none"),
        ),
        (
            "Refunds that did not arrive",
            writer.listed(_failed(refund, writer) for refund in case.refund.failed) or writer.ours("none"),
        ),
        ("Status at the platform", said(case.platform_status)),
    )
    words = element("blockquote", said(reason.text)) if reason.text else None
    return writer.section(
        "The return", writer.pairs(values), words, writer.heading("What is to go back"), _lines(case.lines, writer)
    )


def _failed(refund: FailedRefundShape, writer: Writer) -> str:
    amount = writer.money(refund.amount) or writer.ours("an amount that nobody has told")
    return f"{amount} ({refund.reference})" if refund.reference else amount


def show_order(dossier: Dossier, writer: Writer) -> Markup:
    """Show the order, and if the return belongs to it."""
    order, check = dossier.order, dossier.case.order_check
    values = (
        ("Checked against the order (G2.1)", writer.mark(check.result)),
        ("Customer of the order", said(order.customer.name) if order.customer else None),
        ("Paid", writer.money(order.total)),
        ("Placed", writer.moment(order.placed_at)),
        ("Shipped", writer.moment(order.shipped_at)),
        ("Received", writer.moment(order.delivered_at)),
    )
    confirmed = check.overridden
    return writer.section(
        "The order",
        writer.pairs(values),
        note(writer.ours("The seller confirmed the order: "), said(confirmed.reason if confirmed else None)),
        *_differences(check.fields, writer),
        writer.heading("What was bought"),
        _lines(order.lines, writer),
        writer.heading("Its parcels"),
        _parcels(dossier, writer),
        writer.heading("May it be returned?"),
        _conditions(dossier.case.eligibility.rules, writer),
    )


def show_freight(dossier: Dossier, writer: Writer) -> Markup:
    """Show who pays for the freight, and by which rule (rule G2.4)."""
    freight = dossier.case.freight
    values = (
        ("Paid by", writer.word(freight.payer) or writer.ours("not decided yet")),
        ("Rule", freight.rule),
        ("Policy", freight.policy),
        ("To be reclaimed from", writer.word(freight.reclaim_from) or writer.ours("nobody")),
    )
    return writer.section(
        "Who bears the freight",
        writer.pairs(values),
        element("p", writer.ours("Because: "), writer.written(freight.because)),
    )


def show_inspection(dossier: Dossier, writer: Writer) -> Markup | None:
    """Show the result of the inspection, if there was one."""
    seen = dossier.case.inspection
    if seen is None:
        return None
    values = (
        ("Condition", writer.word(seen.condition)),
        ("As described", writer.ours("yes") if seen.matches_description else writer.ours("no")),
        ("As in the pictures", writer.ours("yes") if seen.matches_pictures else writer.ours("no")),
        ("Inspected", writer.moment(seen.at)),
        ("Files", joined(_names(dossier, seen.evidence)) or writer.ours("none")),
    )
    words = element("blockquote", said(seen.note)) if seen.note else None
    return writer.section("The inspection (G2.2b)", writer.pairs(values), words)


def _names(dossier: Dossier, ids: Sequence[str]) -> Iterator[Markup]:
    """Yield the names of files, or the id of a file that is not in evidence."""
    names = {file.evidence_id: file.filename for file in dossier.evidence}
    for name in ids:
        yield element("div", said(names[name]) if name in names else element("code", name))


def _parcels(dossier: Dossier, writer: Writer) -> Markup:
    rows = (
        (
            said(" ".join(filter(None, (parcel.carrier, parcel.number))) or None) or writer.ours("the whole order"),
            writer.moment(parcel.shipped_at),
            writer.moment(parcel.delivered_at) or writer.ours("not yet"),
        )
        for parcel in dossier.order.parcels
    )
    return writer.table(("Parcel", "Shipped", "Received"), rows, empty="None is on record.")


def _differences(fields: tuple[s.FieldShape, ...], writer: Writer) -> Iterator[Child]:
    if fields:
        rows = ((writer.word(field.field), said(field.returned), said(field.ordered)) for field in fields)
        yield writer.table(("Differs in", "The return says", "The order says"), rows, empty="")


def _conditions(rules: tuple[s.ConditionShape, ...], writer: Writer) -> Markup:
    rows = ((rule.rule, writer.mark("holds" if rule.holds else "fails"), writer.written(rule.why)) for rule in rules)
    return writer.table(("Rule", "Condition", "Why"), rows, empty="No condition applies.")


def _lines(lines: tuple[s.LineShape, ...], writer: Writer) -> Markup:
    rows = (
        (
            joined((said(line.sku), small(said(line.title)))),
            str(line.quantity),
            writer.money(line.amount) or writer.ours("not known"),
        )
        for line in lines
    )
    return writer.table(("Article", "Quantity", "Amount"), rows, empty="Not known.")

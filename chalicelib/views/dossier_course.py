"""The second half of the dossier's page: offers, rounds, timeline, evidence, policy and rules."""

from collections.abc import Iterator, Sequence

from chalicelib.values.sentences import say
from chalicelib.views import shapes as s
from chalicelib.views.dossier import Dossier, ExhibitShape
from chalicelib.views.dossier_parts import Writer, small
from chalicelib.views.html import Child, Markup, element, joined, said
from chalicelib.views.round import RoundShape


def show_request(dossier: Dossier, writer: Writer) -> Markup | None:
    """Show what we ask the platform for, and why, in our own words."""
    request = dossier.request
    if request is None:
        return None
    words = element("blockquote", said(writer.written(request.why))) if request.why else None
    files = (
        element("p", writer.ours("This rests on: "), joined(_listed(request.files, writer))) if request.files else None
    )
    since = element("p", writer.ours("Asked on "), writer.moment(request.requested_at), class_="quiet")
    return writer.section("What we ask for", element("p", writer.written(request.asks)), words, files, since)


def _listed(names: Sequence[str], writer: Writer) -> Iterator[Child]:
    for place, name in enumerate(names):
        yield writer.comma if place else None
        yield said(name)


def show_offers(dossier: Dossier, writer: Writer) -> Markup:
    """Show the offers of both sides."""
    columns = ("Made", "By", "Offer", "Amount", "Freight", "Status")
    return writer.section(
        "Offers (G2.3a)",
        writer.table(columns, (_offer(each, writer) for each in dossier.offers), empty="Nobody has made an offer."),
    )


def show_rounds(dossier: Dossier, writer: Writer) -> Markup:
    """Show the requests to the platform and its rulings."""
    columns = ("Round", "Opened by", "Requested", "Status", "Decided", "Refund")
    shown = writer.table(
        columns, (_round(each, writer) for each in dossier.rounds), empty="Nobody has asked the platform."
    )
    return writer.section("Before the platform (G2.3b, G2.5a)", shown)


def show_timeline(dossier: Dossier, writer: Writer) -> Markup:
    """Show all events in their order, and what they changed."""
    older_count = dossier.timeline_total - len(dossier.timeline)
    hidden = say("older-not-shown", "{count} older entries are not shown.", count=older_count)
    older = element("p", writer.ours(hidden), class_="quiet") if older_count else None
    columns = ("When", "By", "What", "Effect")
    return writer.section(
        "What happened",
        older,
        writer.table(columns, (_entry(each, writer) for each in dossier.timeline), empty="Nothing yet."),
    )


def show_evidence(dossier: Dossier, writer: Writer) -> Markup:
    """Show the manifest, in which every file has its hash."""
    columns = ("File", "Kind", "Size", "Stored", "SHA-256")
    shown = writer.table(
        columns, (_exhibit(each, writer) for each in dossier.evidence), empty="There is no file in evidence."
    )
    remark = "Each file was inspected when it arrived. You can compute its SHA-256 again from the file."
    return writer.section(
        "Evidence (G2.5b)", shown, element("p", writer.ours(remark), class_="quiet") if dossier.evidence else None
    )


def show_policy(dossier: Dossier, writer: Writer) -> Markup:
    """Show the policy of the case, and the places that showed it to the customer before the trade."""
    policy = dossier.policy
    name = say("policy-version", "“{name}”, version {version}: ", name=policy.name, version=policy.version)
    named = element("p", writer.ours(name), said(writer.ours(policy.title)))
    rows = (
        (
            writer.moment(shown.at),
            said(shown.policy),
            said(shown.version),
            said(shown.channel),
            writer.ours(f"the {shown.recorded_by or 'marketplace'}"),
        )
        for shown in policy.disclosures
    )
    empty = "No disclosure to the customer before the trade is on record."
    shown = writer.table(("Shown", "Policy", "Version", "Where", "Recorded by"), rows, empty=empty)
    return writer.section("The policy, and where the customer was shown it (G3.2)", named, shown)


def show_rules(dossier: Dossier, writer: Writer) -> Markup:
    """Show every rule that the case cites, in words."""
    rows = (
        (rule.rule, joined((writer.written(rule.text), *map(small, map(writer.ours, rule.clauses)))))
        for rule in dossier.rules
    )
    return writer.section(
        "Rules cited", writer.table(("Rule", "In words, and in the policy's clauses"), rows, empty="None.")
    )


def _offer(offer: s.OfferShape, writer: Writer) -> Sequence[Child]:
    recorded = small(writer.ours("recorded by the "), writer.word(offer.recorded_by))
    made = joined((writer.moment(offer.at), small(offer.offer_id), recorded))
    offered = joined((writer.word(offer.resolution), small(said(offer.text))))
    status = joined((writer.mark(offer.status), small(writer.ours("until "), writer.moment(offer.expires_at))))
    return made, writer.word(offer.by), offered, writer.money(offer.amount), writer.word(offer.freight_payer), status


def _round(round_: RoundShape, writer: Writer) -> Sequence[Child]:
    named = joined(
        (
            f"{writer.word(round_.kind)} {round_.number}",
            small(round_.id),
            small(writer.ours("filed as "), said(round_.reference)),
        )
    )
    status = joined(
        (writer.mark(round_.status, of="round"), small(writer.ours("for the "), writer.word(round_.in_favour_of)))
    )
    decided = joined(
        (writer.moment(round_.decided_at), small(writer.ours("appeal until "), writer.moment(round_.appeal_until)))
    )
    return (
        named,
        writer.word(round_.opened_by),
        writer.moment(round_.requested_at),
        status,
        decided,
        writer.money(round_.refund),
    )


def _entry(entry: s.EntryShape, writer: Writer) -> Sequence[Child]:
    what = joined((writer.named(entry.type), small(said(writer.written(entry.text)))))
    nothing = element("span", writer.ours("no effect: "), writer.written(entry.no_effect_because), class_="quiet")
    effect = writer.written(entry.effect)
    return writer.moment(entry.at), writer.word(entry.by), what, effect.replace("_", " ") if effect else nothing


def _exhibit(file: ExhibitShape, writer: Writer) -> Sequence[Child]:
    marked = small(writer.mark("named in the appeal")) if file.named_in_appeal else None
    described = small(said(file.description))
    named = joined((said(file.filename), marked, described, small(element("code", file.evidence_id))))
    kind = joined((writer.word(file.kind), small(file.content_type), small(writer.written(file.reason))))
    return named, kind, writer.size(file.size), writer.moment(file.at), element("code", file.sha256)

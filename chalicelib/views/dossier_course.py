"""The second half of the dossier's page: offers, rounds, timeline, evidence, policy and rules."""

from collections.abc import Iterator, Sequence

from chalicelib.values.sentences import Sentence
from chalicelib.views import shapes as s
from chalicelib.views.dossier import Dossier, ExhibitShape
from chalicelib.views.dossier_parts import mark, moment, money, plain, section, size, small, table
from chalicelib.views.html import Child, Markup, element, joined, said
from chalicelib.views.round import RoundShape


def show_request(dossier: Dossier) -> Markup | None:
    """Show what we ask the platform for, and why, in our own words."""
    request = dossier.request
    if request is None:
        return None
    words = element("blockquote", said(_english(request.why))) if request.why else None
    files = element("p", "This rests on: ", joined(_listed(request.files))) if request.files else None
    since = element("p", "Asked on ", moment(request.requested_at), class_="quiet")
    return section("What we ask for", element("p", _english(request.asks)), words, files, since)


def _listed(names: Sequence[str]) -> Iterator[Child]:
    for place, name in enumerate(names):
        yield ", " if place else None
        yield said(name)


def show_offers(dossier: Dossier) -> Markup:
    """Show the offers of both sides."""
    columns = ("Made", "By", "Offer", "Amount", "Freight", "Status")
    return section("Offers (G2.3a)", table(columns, map(_offer, dossier.offers), empty="Nobody has made an offer."))


def show_rounds(dossier: Dossier) -> Markup:
    """Show the requests to the platform and its rulings."""
    columns = ("Round", "Opened by", "Requested", "Status", "Decided", "Refund")
    shown = table(columns, map(_round, dossier.rounds), empty="Nobody has asked the platform.")
    return section("Before the platform (G2.3b, G2.5a)", shown)


def show_timeline(dossier: Dossier) -> Markup:
    """Show all events in their order, and what they changed."""
    older_count = dossier.timeline_total - len(dossier.timeline)
    older = element("p", f"{older_count} older entries are not shown.", class_="quiet") if older_count else None
    columns = ("When", "By", "What", "Effect")
    return section("What happened", older, table(columns, map(_entry, dossier.timeline), empty="Nothing yet."))


def show_evidence(dossier: Dossier) -> Markup:
    """Show the manifest, in which every file has its hash."""
    columns = ("File", "Kind", "Size", "Stored", "SHA-256")
    shown = table(columns, map(_exhibit, dossier.evidence), empty="There is no file in evidence.")
    remark = "Each file was inspected when it arrived. You can compute its SHA-256 again from the file."
    return section("Evidence (G2.5b)", shown, element("p", remark, class_="quiet") if dossier.evidence else None)


def show_policy(dossier: Dossier) -> Markup:
    """Show the policy of the case, and the places that showed it to the customer before the trade."""
    policy = dossier.policy
    named = element("p", f"“{policy.name}”, version {policy.version}: ", said(policy.title))
    rows = (
        (
            moment(shown.at),
            said(shown.policy),
            said(shown.version),
            said(shown.channel),
            f"the {shown.recorded_by or 'marketplace'}",
        )
        for shown in policy.disclosures
    )
    empty = "No disclosure to the customer before the trade is on record."
    shown = table(("Shown", "Policy", "Version", "Where", "Recorded by"), rows, empty=empty)
    return section("The policy, and where the customer was shown it (G3.2)", named, shown)


def show_rules(dossier: Dossier) -> Markup:
    """Show every rule that the case cites, in words."""
    rows = ((rule.rule, joined((_english(rule.text), *map(small, rule.clauses)))) for rule in dossier.rules)
    return section("Rules cited", table(("Rule", "In words, and in the policy's clauses"), rows, empty="None."))


def _english(words: Sentence | str | None) -> str | None:
    return None if words is None else str(words)


def _offer(offer: s.OfferShape) -> Sequence[Child]:
    recorded = small("recorded by the ", offer.recorded_by)
    made = joined((moment(offer.at), small(offer.offer_id), recorded))
    offered = joined((plain(offer.resolution), small(said(offer.text))))
    status = joined((mark(offer.status), small("until ", moment(offer.expires_at))))
    return made, offer.by, offered, money(offer.amount), offer.freight_payer, status


def _round(round_: RoundShape) -> Sequence[Child]:
    named = joined((f"{round_.kind} {round_.number}", small(round_.id), small("filed as ", said(round_.reference))))
    status = joined((mark(round_.status), small("for the ", round_.in_favour_of)))
    decided = joined((moment(round_.decided_at), small("appeal until ", moment(round_.appeal_until))))
    return named, round_.opened_by, moment(round_.requested_at), status, decided, money(round_.refund)


def _entry(entry: s.EntryShape) -> Sequence[Child]:
    what = joined((plain(entry.type.replace(".", " ")), small(said(_english(entry.text)))))
    nothing = element("span", "no effect: ", _english(entry.no_effect_because), class_="quiet")
    return moment(entry.at), entry.by, what, plain(_english(entry.effect)) or nothing


def _exhibit(file: ExhibitShape) -> Sequence[Child]:
    marked = small(mark("named in the appeal")) if file.named_in_appeal else None
    described = small(said(file.description))
    named = joined((said(file.filename), marked, described, small(element("code", file.evidence_id))))
    kind = joined((plain(file.kind), small(file.content_type), small(_english(file.reason))))
    return named, kind, size(file.size), moment(file.at), element("code", file.sha256)

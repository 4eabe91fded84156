"""The dossier: the whole case for a mediator, as of an instant (docs/evidence.md, rule G2.3b)."""

from collections.abc import Iterator
from datetime import datetime

from chalicelib.advice.what_we_ask import what_we_ask
from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Round
from chalicelib.domain.order import OrderFile
from chalicelib.domain.policy import Clause
from chalicelib.values.every import for_every
from chalicelib.values.instants import Instant
from chalicelib.values.sentences import Sentence, text
from chalicelib.values.vocabulary import RoundKind
from chalicelib.views import shapes as s
from chalicelib.views.case import NEWEST, CaseShape, show_case, timeline
from chalicelib.views.entry import show_entry
from chalicelib.views.evidence import show_evidence
from chalicelib.views.mediator import IN_HAND, CaseForMediatorShape, entries_for_mediator, show_for_mediator
from chalicelib.views.order import DisclosureShape, OrderShape, show_order
from chalicelib.views.round import RoundShape
from chalicelib.views.rulebook import RULES
from chalicelib.views.said import Said
from chalicelib.views.sized_shapes import TimelineShape


class PolicyInForceShape(s.PolicyShape):
    """The policy version of the case, and the places that showed it to the customer before the trade (rule G3.2)."""

    title: Said
    in_force_from: Instant | None
    disclosures: tuple[DisclosureShape, ...]


class ExhibitShape(s.EvidenceShape):
    """A file of the manifest.

    Its SHA-256 can be computed again from the file, and `version_id` is from S3. `named_in_appeal` is true if one of
    our appeals rests on it.
    """

    version_id: str | None
    named_in_appeal: bool


class WhatWeAskShape(s.Shape):
    """The newest request to the platform: what we ask for and why, and the files that it names."""

    kind: RoundKind
    number: int
    asks: Said
    why: Said | None
    requested_at: Instant
    files: tuple[str, ...]


class RuleShape(s.Shape):
    """A rule that the case cites, in words, with the matching clauses of its policy."""

    rule: str
    text: Said | None
    clauses: tuple[Said, ...]


class Dossier(TimelineShape):
    """A case for its mediator, with the newest entries of the timeline, oldest first."""

    written_at: Instant
    request: WhatWeAskShape | None
    case: CaseForMediatorShape
    order: OrderShape
    offers: tuple[s.OfferShape, ...]
    rounds: tuple[RoundShape, ...]
    policy: PolicyInForceShape
    disclosures: tuple[DisclosureShape, ...]
    evidence: tuple[ExhibitShape, ...]
    rules: tuple[RuleShape, ...]


def show_dossier(file: OrderFile, case: Case, *, now: datetime) -> Dossier:
    """Show a case for a mediator, with the files that arrived as announced."""
    whole, order, entries = show_case(file, case, now=now), show_order(file), timeline(file, case)
    shown, seen = show_for_mediator(whole), tuple(entries_for_mediator(entries))
    return Dossier(
        written_at=now,
        request=_request(case),
        case=shown,
        order=order,
        timeline=tuple(show_entry(entry) for entry in seen[-NEWEST:]),
        timeline_total=len(seen),
        offers=shown.offers,
        rounds=shown.rounds,
        policy=_policy(case, order),
        disclosures=order.disclosures,
        evidence=tuple(_exhibits(case)),
        rules=tuple(_rules(whole, case)),
    )


def _request(case: Case) -> WhatWeAskShape | None:
    ours = next((round_ for round_ in reversed(case.rounds) if round_.requested_at is not None), None)
    if ours is None or ours.requested_at is None:
        return None
    return WhatWeAskShape(
        kind=ours.kind,
        number=ours.number,
        asks=what_we_ask(case, ours),
        why=_why(ours),
        requested_at=ours.requested_at,
        files=tuple(file.filename for file in case.evidence if file.evidence_id in ours.evidence),
    )


def _why(ours: Round) -> Sentence | str | None:
    """Return why we ask: the seller's own words, or ours if the clock asks."""
    return text(ours.why) if ours.why and ours.by_clock else ours.why


def _exhibits(case: Case) -> Iterator[ExhibitShape]:
    named = {name for round_ in case.rounds if round_.kind is RoundKind.APPEAL for name in round_.evidence}
    for file in case.evidence:
        if file.status in IN_HAND:
            shown = show_evidence(file)
            yield ExhibitShape(**dict(shown), version_id=file.version_id, named_in_appeal=file.evidence_id in named)


def _policy(case: Case, order: OrderShape) -> PolicyInForceShape:
    version = case.policy
    return PolicyInForceShape(
        name=version.policy.name,
        version=version.version,
        title=text(version.policy.title),
        in_force_from=version.in_force_from if version.version else None,
        disclosures=order.disclosures,
    )


def _rules(shown: CaseShape, case: Case) -> Iterator[RuleShape]:
    clauses = tuple(_clauses(case))
    for rule in sorted(set(_cited(shown, case))):
        sources = (clause.source for clause in clauses if clause.rule == rule)
        yield RuleShape(
            rule=rule,
            text=text(RULES[rule]) if rule in RULES else None,
            clauses=tuple(map(text, dict.fromkeys(sources))),
        )


def _cited(shown: CaseShape, case: Case) -> Iterator[str]:
    yield from ("G2.1", "G3.2", shown.freight.rule)
    yield from (condition.rule for condition in shown.eligibility.rules)
    yield from (deadline.rule for deadline in shown.deadlines)
    yield from case.refusal.grounds if case.refusal else ()
    yield from ("G2.2b",) if shown.inspection else ()
    yield from ("G2.3a",) if shown.offers else ()
    yield from (_RULE_OF[round_.kind] for round_ in shown.rounds)


_RULE_OF = for_every(RoundKind, {RoundKind.MEDIATION: "G2.3b", RoundKind.APPEAL: "G2.5a"})


def _clauses(case: Case) -> Iterator[Clause]:
    policy = case.policy.policy
    for part in (policy.windows, policy.deadlines, policy.freight):
        yield from (clause for _, clause in part if isinstance(clause, Clause))
    yield from (policy.escalation, policy.appeals, policy.evidence)

"""The policy statement: a merchant's policy in words for customers, with the policy's own numbers (rule G3.2)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from chalicelib.domain.policy import EvidenceClause, FreightClause, Policy, PolicyVersion
from chalicelib.values.every import for_every
from chalicelib.values.reasons import Fault, ReasonCode
from chalicelib.values.sentences import Count, Sentence, say, text
from chalicelib.values.sentences import Term as ValueTerm
from chalicelib.values.vocabulary import Party
from chalicelib.views.statement_points import NOTHING, Point, checklist, point
from chalicelib.views.statement_proceedings import proceedings
from chalicelib.views.statement_steps import steps


@dataclass(frozen=True, slots=True)
class Section:
    """Points that belong together."""

    heading: Sentence
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A whole statement, for any kind of page. `contact` is None if the policy has none."""

    seller: str
    contact: str | None
    title: Sentence
    version_note: Sentence
    sections: tuple[Section, ...]


def write_statement(
    merchant: str, version: PolicyVersion, pending: PolicyVersion | None = None, *, shipped: Iterable[Policy] = ()
) -> Statement:
    """Write a merchant's policy in words for customers, with the other decisions that platforms may take."""
    policy = version.policy
    return Statement(
        seller=policy.seller.name if policy.seller else merchant,
        contact=policy.seller.contact if policy.seller else None,
        title=text(policy.title),
        version_note=_version_note(version, pending),
        sections=(
            Section(say("heading-when", "When you can return something"), tuple(_windows(policy))),
            Section(say("heading-who-pays", "Who pays for sending it back"), tuple(_freight(policy, tuple(shipped)))),
            Section(say("heading-by-when", "What happens, and by when"), tuple(steps(policy))),
            Section(say("heading-what-helps", "What helps to settle it"), tuple(_evidence(policy))),
            Section(say("heading-no-agreement", "If we do not agree"), tuple(proceedings(policy))),
        ),
    )


CONTACT: Final = say("contact", "Contact: ")


def heading(statement: Statement) -> Sentence:
    """Return the heading of a statement."""
    return say("returns-at", "Returns at {seller}", seller=statement.seller)


def _version_note(version: PolicyVersion, pending: PolicyVersion | None) -> Sentence:
    since = say("since", "since {at}", at=version.in_force_from) if version.version else _FROM_THE_START
    follows = NOTHING
    if pending is not None:
        words = " Version {number} comes into force on {at}."
        follows = say("version-follows", words, number=pending.version, at=pending.in_force_from)
    return say("version-note", _NOTE, number=version.version, since=since, follows=follows)


_FROM_THE_START: Final = say("from-the-start", "from the start")
_NOTE: Final = (
    "Version {number} of these rules, in force {since}.{follows} Your return keeps the version that was in force when"
    " you asked for it."
)


def _windows(policy: Policy) -> Iterator[Point]:
    no_reason, claim = policy.windows.no_reason, policy.windows.claim
    within = Count(claim.days, "day")
    words = "If you change your mind before the goods have arrived, you cancel the order, and send nothing back."
    yield Point(
        label=say("before-arrival", "Before it arrives"),
        text=say("before-arrival-text", words),
        source="guide, 1.2: change of heart, even before the goods arrive",
    )
    words = "You can return goods without any other reason within {days} of receiving them."
    changed = say("no-reason-text", words, days=Count(no_reason.days, "day"))
    yield point(no_reason, _FAULTS[Fault.CUSTOMER], changed)
    words = "Tell us within {days} of receiving the goods if you have got {reasons:or}."
    wrong = say("wrong-text", words, days=within, reasons=_reasons(Fault.SELLER))
    yield point(claim, say("something-wrong", "Something is wrong"), wrong)
    lost = say("lost-text", "The same {days} count for {reasons:or}.", days=within, reasons=_reasons(Fault.CARRIER))
    yield point(claim, say("lost-on-the-way", "Something happened on the way"), lost)


def _freight(policy: Policy, shipped: Iterable[Policy]) -> Iterator[Point]:
    others = [other for other in shipped if other.name != policy.name]
    for fault, label in _FAULTS.items():
        clause = policy.freight.for_fault(fault)
        if clause is not None:
            yield point(clause, label, _paid(clause, fault, others))
    yield Point(
        label=say("other-condition", "Goods in another condition"),
        text=say("other-condition-text", _OTHER_CONDITION),
        source="guide, 2.2 and 2.4: the goods are inspected",
    )
    yield Point(
        label=say("by-agreement", "By agreement"),
        text=say("by-agreement-text", _BY_AGREEMENT),
        source="guide, 2.3: both sides negotiate",
    )


_OTHER_CONDITION: Final = (
    "If you changed your mind and the goods come back used or damaged, or do not come back, you pay."
)
_BY_AGREEMENT: Final = "An offer that you and we both accept can say who pays. Then that counts, and nothing above."
_FAULTS: Final[Mapping[Fault, Sentence]] = for_every(
    Fault,
    {
        Fault.CUSTOMER: say("you-changed", "You changed your mind"),
        Fault.SELLER: say("we-were-wrong", "We sent something wrong or faulty"),
        Fault.CARRIER: say("carrier-was-wrong", "It was damaged or lost on the way"),
        Fault.UNKNOWN: say("another-reason", "Another reason"),
    },
)


def _paid(clause: FreightClause, fault: Fault, others: Iterable[Policy]) -> Sentence:
    return say("paid", "{payer}{otherwise}", payer=_payer(clause), otherwise=_otherwise(clause, fault, others))


def _payer(clause: FreightClause) -> Sentence:
    if clause.payer is Party.SELLER and clause.reclaim_from:
        words = "We pay for sending the goods back. We claim the money from the carrier, and you do nothing."
        return say("we-pay-and-reclaim", words)
    if clause.payer is Party.SELLER:
        return say("we-pay-freight", "We pay for sending the goods back.")
    if clause.asks:
        words = "We may ask you to pay for sending the goods back. If we choose to pay it ourselves, we tell you."
        return say("we-may-ask", words)
    return say("you-pay-freight", "You pay for sending the goods back.")


def _otherwise(clause: FreightClause, fault: Fault, others: Iterable[Policy]) -> Sentence:
    """Say if a platform may decide otherwise, because another shipped policy does (rule G2.4)."""
    for other in others:
        theirs = other.freight.for_fault(fault)
        if theirs is not None and theirs.payer != clause.payer:
            return _WE_MAY_PAY if theirs.payer is Party.SELLER else _YOU_MAY_PAY
    return NOTHING


_WE_MAY_PAY: Final = say("otherwise-we", " The platform may decide that we pay.")
_YOU_MAY_PAY: Final = say("otherwise-you", " The platform may decide that you pay.")


def _evidence(policy: Policy) -> Iterator[Point]:
    clause = policy.evidence
    for code, needed in clause.by_reason.items():
        ready = say("have-ready", "Please have ready {needed}.", needed=checklist(needed))
        yield point(clause, text(code.words.capitalize()), ready)
    yield point(clause, say("papers", "Pictures, papers, videos"), _limits(clause))
    if clause.platform is not None:
        words = "Its own form may take files of {most} MB, and {files} of a kind."
        files = Count(clause.platform.per_kind, "file")
        form = say("platform-form-text", words, most=clause.platform.max_mb, files=files)
        yield point(clause.platform, say("platform-form", "On the platform"), form)


def _limits(clause: EvidenceClause) -> Sentence:
    files, document = Count(clause.max_files, "file"), clause.max_document_mb
    return say("papers-text", _LIMITS, files=files, document=document, video=clause.max_video_mb)


_LIMITS: Final = (
    "You and we can show up to {files}: pictures and documents of up to {document} MB, videos of up to {video} MB each."
)


def _reasons(fault: Fault) -> tuple[str, ...]:
    return tuple(ValueTerm(code.words) for code in ReasonCode if code.fault is fault)

"""The policy statement: a merchant's policy in words for customers, with the policy's own numbers (rule G3.2)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from chalicelib.domain.policy import Clause, FreightClause, Policy, PolicyVersion, Term
from chalicelib.values.english import KINDS, counted, day_of, listed
from chalicelib.values.every import for_every
from chalicelib.values.reasons import Fault, ReasonCode
from chalicelib.values.vocabulary import EvidenceKind, Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One fact that a customer should know. Its source is for those who look closer."""

    label: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Section:
    """Points that belong together."""

    heading: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A whole statement, for any kind of page. `contact` is None if the policy has none."""

    seller: str
    contact: str | None
    title: str
    version_note: str
    sections: tuple[Section, ...]


def write_statement(
    merchant: str, version: PolicyVersion, pending: PolicyVersion | None = None, *, shipped: Iterable[Policy] = ()
) -> Statement:
    """Write a merchant's policy in words for customers, with the other decisions that platforms may take."""
    policy = version.policy
    return Statement(
        seller=policy.seller.name if policy.seller else merchant,
        contact=policy.seller.contact if policy.seller else None,
        title=policy.title,
        version_note=_version_note(version, pending),
        sections=(
            Section("When you can return something", tuple(_windows(policy))),
            Section("Who pays for sending it back", tuple(_freight(policy, tuple(shipped)))),
            Section("What happens, and by when", tuple(_steps(policy))),
            Section("What helps to settle it", tuple(_evidence(policy))),
            Section("If we do not agree", tuple(_proceedings(policy))),
        ),
    )


def _version_note(version: PolicyVersion, pending: PolicyVersion | None) -> str:
    since = f"since {day_of(version.in_force_from)}" if version.version else "from the start"
    follows = f" Version {pending.version} comes into force on {day_of(pending.in_force_from)}." if pending else ""
    kept = "Your return keeps the version that was in force when you asked for it."
    return f"Version {version.version} of these rules, in force {since}.{follows} {kept}"


def _windows(policy: Policy) -> Iterator[Point]:
    no_reason, claim = policy.windows.no_reason, policy.windows.claim
    within = counted(claim.days, "day")
    yield Point(
        label="Before it arrives",
        text="If you change your mind before the goods have arrived, you cancel the order, and send nothing back.",
        source="guide, 1.2: change of heart, even before the goods arrive",
    )
    yield _point(
        no_reason,
        "You changed your mind",
        f"You can return goods without any other reason within {counted(no_reason.days, 'day')} of receiving them.",
    )
    wrong = listed(_reasons(Fault.SELLER), "or")
    yield _point(
        claim, "Something is wrong", f"Tell us within {within} of receiving the goods if you have got {wrong}."
    )
    lost = listed(_reasons(Fault.CARRIER), "or")
    yield _point(claim, "Something happened on the way", f"The same {within} count for {lost}.")


def _freight(policy: Policy, shipped: Iterable[Policy]) -> Iterator[Point]:
    others = [other for other in shipped if other.name != policy.name]
    for fault, label in _FAULTS.items():
        clause = policy.freight.for_fault(fault)
        if clause is not None:
            yield _point(clause, label, _payer(clause) + _otherwise(clause, fault, others))
    yield Point(
        label="Goods in another condition",
        text="If you changed your mind and the goods come back used or damaged, or do not come back, you pay.",
        source="guide, 2.2 and 2.4: the goods are inspected",
    )
    yield Point(
        label="By agreement",
        text="An offer that you and we both accept can say who pays. Then that counts, and nothing above.",
        source="guide, 2.3: both sides negotiate",
    )


_FAULTS: Final[Mapping[Fault, str]] = for_every(
    Fault,
    {
        Fault.CUSTOMER: "You changed your mind",
        Fault.SELLER: "We sent something wrong or faulty",
        Fault.CARRIER: "It was damaged or lost on the way",
        Fault.UNKNOWN: "Another reason",
    },
)


def _payer(clause: FreightClause) -> str:
    if clause.payer is Party.SELLER:
        reclaims = " We claim the money from the carrier, and you do nothing." if clause.reclaim_from else ""
        return f"We pay for sending the goods back.{reclaims}"
    if clause.asks:
        return "We may ask you to pay for sending the goods back. If we choose to pay it ourselves, we tell you."
    return "You pay for sending the goods back."


def _otherwise(clause: FreightClause, fault: Fault, others: Iterable[Policy]) -> str:
    """Say if a platform may decide otherwise, because another shipped policy does (rule G2.4)."""
    for other in others:
        theirs = other.freight.for_fault(fault)
        if theirs is not None and theirs.payer != clause.payer:
            return f" The platform may decide that {'we pay' if theirs.payer is Party.SELLER else 'you pay'}."
    return ""


def _steps(policy: Policy) -> Iterator[Point]:
    terms = policy.deadlines
    for name, label, promise, otherwise in _STEPS:
        term = getattr(terms, name)
        yield _point(term, label, f"{promise.format(counted(term.days, 'day'))} {otherwise} {_silence(policy, name)}.")
        if name == "negotiation" and policy.escalation.automatic:
            grace = counted(policy.escalation.grace_minutes, "minute")
            waits = f"That happens by itself, {grace} after the time is over. What you say until then still counts."
            yield _point(policy.escalation, "Asking the platform", waits)


_STEPS: Final = (
    ("respond", "Our answer", "We answer your request within {}.", "If we do not:"),
    ("negotiation", "Finding an agreement", "You and we have {} from your request on to agree.", "If we do not agree:"),
    ("contest", "If we refuse", "We tell you why. You can object for {}.", "If you do not:"),
    ("ship_back", "Sending it back", "Send the goods within {} of our agreement.", "If you do not:"),
    ("inspect", "Looking at it", "We compare the goods with description and pictures within {}.", "If we do not:"),
    (
        "settle",
        "Your money or exchange",
        "You get it within {} of our agreement or the platform's decision.",
        "If not:",
    ),
)


def _silence(policy: Policy, name: str) -> str:
    if name == "negotiation" and not policy.escalation.automatic:
        return "you or we can ask the platform to decide. That does not happen by itself"
    return _afterwards(getattr(policy.deadlines, name))


def _afterwards(term: Term) -> str:
    """Say in words for customers what happens after a deadline, or as the policy says it to the seller."""
    return term.for_customers or term.silence


def _evidence(policy: Policy) -> Iterator[Point]:
    clause = policy.evidence
    for code, needed in clause.by_reason.items():
        yield _point(clause, code.words.capitalize(), f"Please have ready {_checklist(needed)}.")
    files, document, video = clause.max_files, clause.max_document_mb, clause.max_video_mb
    limits = f"pictures and documents of up to {document} MB, videos of up to {video} MB each"
    yield _point(clause, "Pictures, papers, videos", f"You and we can show up to {counted(files, 'file')}: {limits}.")
    if clause.platform is not None:
        most, each = clause.platform.max_mb, counted(clause.platform.per_kind, "file")
        yield _point(
            clause.platform, "On the platform", f"Its own form may take files of {most} MB, and {each} of a kind."
        )


def _proceedings(policy: Policy) -> Iterator[Point]:
    terms, appeals = policy.deadlines, policy.appeals
    taken_up, ruled, evidence = (counted(term.days, "day") for term in (terms.take_up, terms.ruling, terms.evidence))
    yield _point(terms.take_up, "The platform", f"If the platform has not begun after {taken_up}, we ask it again.")
    yield _point(
        terms.evidence,
        "Evidence",
        f"You and we can show evidence until the day that the platform sets, or for {evidence} if it sets none. "
        f"After that: {_afterwards(terms.evidence)}.",
    )
    yield _point(terms.ruling, "Its decision", f"If the platform has not decided after {ruled}, we ask it again.")
    if not appeals.rounds:
        yield _point(appeals, "Another decision", "We do not ask the platform to change a decision.")
        return
    times = "once" if appeals.rounds == 1 else f"up to {appeals.rounds} times"
    needed = f" We do so only if we can show {_checklist(appeals.evidence)}." if appeals.evidence else ""
    wrong = f"If we think that a decision is wrong, we can ask the platform {times} to change it."
    yield _point(appeals, "Another decision", f"{wrong}{needed}")
    days = counted(terms.appeal.days, "day")
    yield _point(
        terms.appeal,
        "Time for that",
        f"Until the day that the platform sets, or for {days} if it sets none. "
        f"After that: {_afterwards(terms.appeal)}.",
    )


def _point(clause: Clause, label: str, text: str) -> Point:
    return Point(label=label, text=text, source=clause.source)


def _checklist(needed: Mapping[EvidenceKind, int]) -> str:
    return "at least " + listed([counted(count, *KINDS[kind]) for kind, count in needed.items()], "and")


def _reasons(fault: Fault) -> list[str]:
    return [code.words for code in ReasonCode if code.fault is fault]

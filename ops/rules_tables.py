"""The tables of docs/rules.md, from the vocabulary and the policies that ship: no number here is written by hand."""

from collections.abc import Iterable, Iterator, Mapping

from chalicelib.domain.policy import FreightClause, Policy, Term, Terms
from chalicelib.domain.uploads import FileType
from chalicelib.policies import SHIPPED, shipped
from chalicelib.values.reasons import Fault, ReasonCode
from chalicelib.values.vocabulary import Condition, EvidenceKind
from ops.markdown_table import table

_GUIDE = shipped("guide")


def reasons() -> Iterator[str]:
    """Yield every reason code with its fault class."""
    yield from ("", "## Reasons", "")
    rows = ((f"`{code}`", code.words, code.fault) for code in ReasonCode)
    yield from table(("reason code", "in words", "fault class"), rows)


def freight() -> Iterator[str]:
    """Yield who pays the freight, by policy and fault class."""
    policies = [shipped(name) for name in SHIPPED]
    faults = [fault for fault in Fault if fault is not Fault.UNKNOWN]
    yield from ("", "## Freight", "", "The payer of the way back (G2.4). `guide` is the default.", "")
    heads = ("policy", *(f"{fault}'s fault" for fault in faults))
    yield from table(heads, ((f"`{each.name}`", *(_payer(each, fault) for fault in faults)) for each in policies))


def deadlines() -> Iterator[str]:
    """Yield the windows, the deadlines and what the clock does, with their defaults."""
    yield from ("", "## Deadlines", "", "The defaults, which are those of the policy `guide`.", "")
    windows = (("a return without a reason", _GUIDE.windows.no_reason), ("any other reason", _GUIDE.windows.claim))
    rows = ((name, str(window.days), window.rule, window.source) for name, window in windows)
    yield from table(("window", "days from receipt", "rule", "source"), rows)
    yield ""
    terms = ((name, _term(name)) for name in Terms.model_fields)
    heads = ("deadline", "days", "if nobody acts", "rule", "source")
    yield from table(heads, ((name, str(term.days), term.silence, term.rule, term.source) for name, term in terms))
    yield from ("", *_clock())


def _clock() -> Iterator[str]:
    escalation, appeals, burning = _GUIDE.escalation, _GUIDE.appeals, _GUIDE.burning
    yield f"- The clock escalates by itself: {'yes' if escalation.automatic else 'no'} ({escalation.rule})."
    yield f"- It waits {escalation.grace_minutes} minutes after the deadline, so that a late delivery can still count."
    yield f"- A cause that is more than {escalation.late_hours} hours old becomes a task for a person."
    yield f"- The seller's appeals for each ruling: at most {appeals.rounds} ({appeals.rule})."
    yield f"- A deadline is urgent after {burning.half} % of its time, again after {burning.nearly} % ({burning.rule})."


def evidence() -> Iterator[str]:
    """Yield the kinds of evidence, the types and sizes of files, and what an appeal needs."""
    limits = _GUIDE.evidence
    yield from ("", "## Evidence and inspection", "", "The limits are those of the policy `guide`.", "")
    yield from (
        f"- Kinds of evidence: {_names(EvidenceKind)}.",
        f"- Types of files, as sniffed from the bytes: {_names(FileType)}.",
        f"- A case holds {limits.max_files} files at most.",
        f"- An image or a document has {limits.max_document_mb} MB at most, and a video {limits.max_video_mb} MB.",
        f"- Every appeal needs: {_needed(_GUIDE.appeals.evidence)}.",
        *(f"- A case of `{code}` needs: {_needed(needed)}." for code, needed in limits.by_reason.items()),
        f"- Conditions of inspected goods: {_names(Condition)}.",
    )


def _term(name: str) -> Term:
    term: Term = getattr(_GUIDE.deadlines, name)
    return term


def _payer(policy: Policy, fault: Fault) -> str:
    clause: FreightClause | None = policy.freight.for_fault(fault)
    if clause is None:
        return ""
    asks = " is asked to pay; the seller may choose otherwise" if clause.asks else " pays"
    reclaims = f", and reclaims it from the {clause.reclaim_from}" if clause.reclaim_from else ""
    return f"the {clause.payer}{asks}{reclaims}"


def _needed(checklist: Mapping[EvidenceKind, int]) -> str:
    return " and ".join(f"{count} of kind `{kind}`" for kind, count in checklist.items())


def _names(values: Iterable[str]) -> str:
    return ", ".join(f"`{value}`" for value in values)

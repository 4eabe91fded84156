"""The points of the policy statement, and the words that several of them have."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from chalicelib.domain.policy import Clause, Term
from chalicelib.values.english import KINDS
from chalicelib.values.sentences import Count, Sentence, say, text
from chalicelib.values.vocabulary import EvidenceKind

NOTHING: Final = say("nothing-said", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One fact that a customer should know. Its source is for those who look closer."""

    label: Sentence
    text: Sentence
    source: str


def afterwards(term: Term) -> Sentence:
    """Say in words for customers what happens after a deadline, or as the policy says it to the seller."""
    return text(term.for_customers or term.silence)


def point(clause: Clause, label: Sentence, text: Sentence) -> Point:
    """Make the point of a clause."""
    return Point(label=label, text=text, source=clause.source)


def checklist(needed: Mapping[EvidenceKind, int]) -> Sentence:
    """Say which files are needed."""
    kinds = tuple(say("counted", "{count}", count=Count(count, *KINDS[kind])) for kind, count in needed.items())
    return say("at-least", "at least {kinds:and}", kinds=kinds)

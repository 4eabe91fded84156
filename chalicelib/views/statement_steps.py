"""The steps of a return in the policy statement: who has to do what, by when, and what happens otherwise."""

from collections.abc import Iterator
from typing import Final

from chalicelib.domain.policy import Policy
from chalicelib.values.sentences import Count, Sentence, say
from chalicelib.views.statement_points import Point, afterwards, point


def steps(policy: Policy) -> Iterator[Point]:
    """Yield the steps with their days."""
    terms = policy.deadlines
    for name, (label, (code, words)) in _STEPS.items():
        term = getattr(terms, name)
        promise = say(code, words, days=Count(term.days, "day"), then=_silence(policy, name))
        yield point(term, label, promise)
        if name == "negotiation" and policy.escalation.automatic:
            waits = "That happens by itself, {grace} after the time is over. What you say until then still counts."
            said = say("asking-text", waits, grace=Count(policy.escalation.grace_minutes, "minute"))
            yield point(policy.escalation, say("asking", "Asking the platform"), said)


_STEPS: Final = {
    "respond": (
        say("our-answer", "Our answer"),
        ("step-respond", "We answer your request within {days}. If we do not: {then}."),
    ),
    "negotiation": (
        say("finding-agreement", "Finding an agreement"),
        ("step-negotiation", "You and we have {days} from your request on to agree. If we do not agree: {then}."),
    ),
    "contest": (
        say("if-we-refuse", "If we refuse"),
        ("step-contest", "We tell you why. You can object for {days}. If you do not: {then}."),
    ),
    "ship_back": (
        say("sending-back", "Sending it back"),
        ("step-ship-back", "Send the goods within {days} of our agreement. If you do not: {then}."),
    ),
    "inspect": (
        say("looking-at-it", "Looking at it"),
        ("step-inspect", "We compare the goods with description and pictures within {days}. If we do not: {then}."),
    ),
    "settle": (
        say("your-money", "Your money or exchange"),
        ("step-settle", "You get it within {days} of our agreement or the platform's decision. If not: {then}."),
    ),
}


def _silence(policy: Policy, name: str) -> Sentence:
    if name == "negotiation" and not policy.escalation.automatic:
        words = "you or we can ask the platform to decide. That does not happen by itself"
        return say("not-by-itself", words)
    return afterwards(getattr(policy.deadlines, name))

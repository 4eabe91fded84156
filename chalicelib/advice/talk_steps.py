"""Next steps while both sides can still agree: answers, offers, a refusal, and the platform's help."""

from collections.abc import Iterator

from chalicelib.advice.step import Present, Step
from chalicelib.advice.words import offered
from chalicelib.domain.at_stake import cost_of, cost_of_wants
from chalicelib.domain.case_parts import Offer
from chalicelib.domain.waits import ESCALATE
from chalicelib.values.money import Money
from chalicelib.values.sentences import Sentence, say
from chalicelib.values.states import MEDIATING, NEGOTIABLE
from chalicelib.values.vocabulary import Party, Status


def talk_steps(now: Present) -> Iterator[Step]:
    """Yield how both sides can still come to an agreement."""
    if now.case.status not in NEGOTIABLE:
        return
    for offer in now.case.open_offers():
        yield from _theirs(now, offer) if offer.by is Party.CUSTOMER else _ours(now, offer)
    yield from _answer(now)
    yield from _without_agreement(now)


def _theirs(now: Present, offer: Offer) -> Iterator[Step]:
    cost = cost_of(now.situation, offer)
    options = (*_accepting(now, "accept_offer", cost), *_declining(now))
    yield Step(
        sentence=say(
            "answer-offer",
            "The customer offers {offer}. Answer{when}: {options:or}.",
            offer=offered(offer),
            when=now.when(offer.expires_at),
            options=options,
        ),
        commands=now.can("accept_offer", "decline_offer"),
        by=offer.expires_at,
        cost=cost if "accept_offer" in now.possible else None,
    )


def _ours(now: Present, offer: Offer) -> Iterator[Step]:
    yield Step(
        sentence=say(
            "our-offer",
            "Your offer ({offer}) waits for the customer{until}. Recourse does not send it: send it on the platform."
            " Then record the answer, or withdraw the offer.",
            offer=offered(offer),
            until=say("until", " until {at}", at=offer.expires_at) if offer.expires_at else say("open-end", ""),
        ),
        commands=now.can("record_customer_answer", "withdraw_offer"),
        by=offer.expires_at,
    )


def _answer(now: Present) -> Iterator[Step]:
    """Yield the ways to answer the request. After an offer of ours they are other ways out."""
    commands, end = now.can("accept_return", "make_offer", "refuse_return"), now.end("respond")
    if not commands:
        return
    cost = now.case.open_part(cost_of_wants(now.situation))
    options = (*_accepting(now, "accept_return", cost), *_offering(now), *_refusing(now))
    code, words = _ANSWERS[now.case.status in MEDIATING, end is not None]
    yield Step(
        sentence=say(code, words, when=now.when(end), options=options),
        commands=commands,
        by=end,
        cost=cost if "accept_return" in commands else None,
    )


# By whether the platform has been asked, and whether the time to answer runs.
_ANSWERS = {
    (False, True): ("answer", "Answer the request{when}: {options:or}."),
    (False, False): ("agree", "Come to an agreement: {options:or}."),
    (True, True): ("answer", "Answer the request{when}: {options:or}."),
    (True, False): ("agree-still", "You can still agree with the customer: {options:or}."),
}


def _accepting(now: Present, command: str, cost: Money | None) -> Iterator[Sentence]:
    if command not in now.possible:
        return
    accept = say("accept-it", "accept it") if command == "accept_offer" else say("accept-return", "accept the return")
    yield accept if cost is None else say("accept-for", "{accept} (this costs you {cost})", accept=accept, cost=cost)


def _declining(now: Present) -> Iterator[Sentence]:
    if "decline_offer" in now.possible:
        yield say("decline", "decline it")


def _offering(now: Present) -> Iterator[Sentence]:
    if "make_offer" in now.possible:
        yield say("offer", "make an offer")


def _refusing(now: Present) -> Iterator[Sentence]:
    if "refuse_return" in now.possible:
        yield say("refuse", "refuse the return with a reason")


def _without_agreement(now: Present) -> Iterator[Step]:
    if now.can("escalate"):
        yield Step(sentence=say("escalate", "You can ask the platform to mediate now."), commands=("escalate",))
    negotiation = now.deadline("negotiation")
    if negotiation is not None and negotiation.silence is ESCALATE:
        words = "If nothing is agreed until {at}, the case goes to the platform by itself."
        yield Step(sentence=say("goes-there", words, at=negotiation.at), by=negotiation.at)
    if now.case.status is Status.REFUSED:
        yield from _after_refusal(now)


def _after_refusal(now: Present) -> Iterator[Step]:
    end = now.end("contest")
    words = "Keep your evidence together: the customer can still object to the refusal{until}."
    until = say("until", " until {at}", at=end) if end else say("open-end", "")
    yield Step(sentence=say("keep-evidence", words, until=until), by=end)

"""The rows of the lifecycle's tables, and the words they are written in."""

from dataclasses import dataclass
from enum import Enum, StrEnum

from chalicelib.values.vocabulary import EventType as E
from chalicelib.values.vocabulary import Outcome, Party
from chalicelib.values.vocabulary import Status as S  # noqa: N817 -- as the tables read


class Fork(StrEnum):
    """A next state that depends on the case."""

    AFTER_AGREEMENT = "agreed, returning or inspecting as far as the goods have come; settling where none come back"
    WHEN_SENT = "returning once agreed"
    WHEN_BACK = "inspecting once agreed"
    WHEN_SETTLED = "closed once all that is due is paid"
    WHEN_EXCHANGED = "closed once an agreed exchange is all that was due"


@dataclass(frozen=True, slots=True)
class Move:
    """An event that counts in these states: where it leads (None: it stays) and what it does, in words.

    `outlasts` are the ends it counts after: an end dated before it does not unmake it, and a person looks.
    """

    on: E
    by: frozenset[Party]
    sources: frozenset[S]
    to: S | Fork | None
    does: str
    rule: str
    outlasts: frozenset[Outcome] = frozenset()


class Guard(Enum):
    """What must hold, beside the state, before a command is taken; and by which rule."""

    ORDER_CONFIRMED = ("G2.1", "the order is confirmed, or the seller vouches for it")
    ORDER_UNCONFIRMED = ("G2.1", "the order is not confirmed")
    REASON_KNOWN = ("G1.1", "the reason is classified")
    WANTS_KNOWN = ("G1.1", "what the customer wants, and for which lines, is known")
    GOODS_LEFT = ("G2.3a", "the order still has the goods")
    MONEY_LEFT = ("G2.3a", "the order still has money for what the customer wants")
    OFFER_TO_ANSWER = ("G2.3a", "an offer of the customer is open")
    NEGOTIATION_FAILED = (
        "G2.3b",
        "an offer was declined or expired, a refusal contested, or the time to respond is over",
    )
    REFUSABLE = ("G2.2c", "nothing is agreed, or the inspection gives grounds")
    APPEAL_LEFT = ("G2.5a", "the ruling may still be appealed")
    SOMETHING_DUE = ("G3.1", "something agreed or ruled is left to settle")
    ROOT_CAUSE_OPEN = ("G3.1", "its root cause is not told yet")
    PLATFORM_ASKED = ("G2.3b", "a request waits for the platform")

    def __init__(self, rule: str, words: str) -> None:
        self.rule = rule
        self.words = words


@dataclass(frozen=True, slots=True)
class Ask:
    """A command: in which states it may be asked, under which guards, and what it makes; `desk`: not for sellers."""

    command: str
    sources: frozenset[S]
    guards: tuple[Guard, ...]
    rule: str
    makes: tuple[E, ...]
    desk: bool = False


class Silence(StrEnum):
    """What the clock does at a deadline."""

    NOTHING = "nothing changes by itself"
    OVERDUE = "it stays on the list of what burns"
    CHASE = "a task: chase the platform"
    ESCALATE = "the case goes to mediation"
    ACCEPT_GOODS = "the goods count as accepted"
    EXPIRE = "the case closes as expired"
    STAND_REFUSED = "the case closes as refused"
    STAND_RULED = "the case closes as ruled"
    OFFER_EXPIRES = "the offer expires"


@dataclass(frozen=True, slots=True)
class Wait:
    """While a state lasts: who must act, by which deadline of the policy, and what silence does."""

    name: str
    states: frozenset[S]
    who: Party
    silence: Silence

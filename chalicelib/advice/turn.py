"""The turn: who has to act next in a case, and what for. It is not always the party whose clock runs.

The rule that chooses it is in whose_turn.
"""

from dataclasses import dataclass
from enum import StrEnum

from chalicelib.values.every import for_every
from chalicelib.values.sentences import Sentence, say


class Who(StrEnum):
    """The party whose turn it is."""

    US = "us"
    CUSTOMER = "customer"
    PLATFORM = "platform"
    CARRIER = "carrier"
    NOBODY = "nobody"


class TurnCode(StrEnum):
    """The reason for which it is somebody's turn, in the order of the rule."""

    LOOK = "look"
    TASK = "task"
    THEIR_OFFER = "their_offer"
    ANSWER = "answer"
    INSPECT = "inspect"
    SETTLE = "settle"
    APPEAL = "appeal"
    EVIDENCE_ASKED = "evidence_asked"
    CLOSE = "close"
    OUR_OFFER = "our_offer"
    OUR_REFUSAL = "our_refusal"
    OUR_WORD = "our_word"
    SEND_BACK = "send_back"
    TAKE_UP = "take_up"
    RULING = "ruling"
    ON_THE_WAY = "on_the_way"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Turn:
    """The party that has to act, what waits for it, and the next step of the seller."""

    code: TurnCode
    who: Who
    sentence: Sentence
    next: Sentence

    @property
    def text(self) -> str:
        """The words in English."""
        return str(self.sentence)

    @property
    def step(self) -> str:
        """The next step, in English."""
        return str(self.next)


_WORDS = for_every(
    TurnCode,
    {
        TurnCode.LOOK: (Who.US, "Something in this case is unclear.", "Look at it, and say that you have."),
        TurnCode.TASK: (Who.US, "A task waits that only a person can do.", "Do the task."),
        TurnCode.THEIR_OFFER: (
            Who.US,
            "The customer's offer waits for your answer.",
            "Answer the customer's offer.",
        ),
        TurnCode.ANSWER: (Who.US, "The customer waits for your answer.", "Answer the customer."),
        TurnCode.INSPECT: (Who.US, "The goods are back.", "Inspect them, take photos, and record it."),
        TurnCode.SETTLE: (
            Who.US,
            "What was agreed or ruled is not settled yet.",
            "Pay, or send the exchange, and record it.",
        ),
        TurnCode.APPEAL: (
            Who.US,
            "The ruling is against you, and it is not final yet.",
            "Decide if you go against the ruling.",
        ),
        TurnCode.EVIDENCE_ASKED: (
            Who.US,
            "The platform waits for your evidence.",
            "Add what the checklist still misses.",
        ),
        TurnCode.CLOSE: (Who.US, "Everything is done but the root cause.", "Close the case with its root cause."),
        TurnCode.OUR_OFFER: (
            Who.CUSTOMER,
            "Your offer waits for the customer.",
            "Send it on the platform, and wait or record the answer.",
        ),
        TurnCode.OUR_REFUSAL: (
            Who.CUSTOMER,
            "You refused, and the customer can still contest it.",
            "Keep your evidence together.",
        ),
        TurnCode.OUR_WORD: (
            Who.CUSTOMER,
            "You wrote last, and the customer has not answered.",
            "Wait for the answer.",
        ),
        TurnCode.SEND_BACK: (Who.CUSTOMER, "The customer has to send the goods back.", "Wait for the goods."),
        TurnCode.TAKE_UP: (Who.PLATFORM, "The platform has not opened your request yet.", "Collect evidence."),
        TurnCode.RULING: (Who.PLATFORM, "The platform has to rule.", "Wait for the ruling."),
        TurnCode.ON_THE_WAY: (Who.CARRIER, "The goods are on their way back.", "Inspect the goods when they arrive."),
        TurnCode.NOTHING: (Who.NOBODY, "Nobody has to do anything.", "Nothing."),
    },
)
TURNS = {
    code: Turn(code, who, say(f"turn-{code}", text), say(f"next-{code}", step))
    for code, (who, text, step) in _WORDS.items()
}

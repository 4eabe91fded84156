"""Messages: what both sides write to each other while they negotiate (G3.3)."""

from typing import Literal

from chalicelib.domain.commands import Command, FilledText, Flag
from chalicelib.domain.events import Happening
from chalicelib.domain.facts import MessagePosted
from chalicelib.domain.lifecycle_rows import Guard
from chalicelib.domain.situation import Situation
from chalicelib.values.sentences import Sentence, say
from chalicelib.values.vocabulary import EventType, Party

_MOST_MESSAGES = 500  # of the seller in one case


class PostMessage(Command):
    """Write to the customer. `anyway` sends a message in spite of a warning about its words (G3.3)."""

    command: Literal["post_message"]
    text: FilledText
    anyway: Flag = False


def post(situation: Situation, command: PostMessage) -> Happening:
    """Write a message."""
    fact = MessagePosted(return_id=situation.return_id, text=command.text)
    return situation.happening(EventType.MESSAGE_POSTED, fact)


def _too_many(situation: Situation) -> Sentence | None:
    entries = situation.case.timeline
    written = sum(entry.type == EventType.MESSAGE_POSTED and entry.by is Party.SELLER for entry in entries)
    return (
        None
        if written < _MOST_MESSAGES
        else say("too-many-messages", "{most} messages are written already", most=_MOST_MESSAGES)
    )


ROOM_FOR_MESSAGES = Guard(
    "G3.3", "room-for-messages", "the seller has not written the most messages that a case can hold", _too_many
)

"""Flags: what a person has to look at in a case, and who has looked."""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from chalicelib.values.sentences import Sentence, plain
from chalicelib.values.vocabulary import Party


@dataclass(frozen=True, slots=True)
class Review:
    """Something that a person has to look at, with the rule that asks for it.

    `cause` is the id of the timeline entry behind it, or None if it follows from the order as a whole.
    """

    rule: str
    sentence: Sentence
    cause: str | None = None

    @property
    def detail(self) -> str:
        """The sentence in English."""
        return str(self.sentence)

    @property
    def id(self) -> str:
        """Its id: of the entry behind it, else of its values. Other values are another review.

        Nothing in it names the order or depends on a language, and it is the same in any order of arrival.
        """
        behind = self.cause or [plain(value) for _, value in self.sentence.values]
        named = json.dumps([self.rule, self.sentence.code, behind])
        return sha256(named.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """Somebody has looked at a review. `person` is who of ours it was, if the key says so."""

    review_id: str
    by: Party
    person: str | None = None
    at: datetime

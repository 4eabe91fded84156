"""The words of a 503: they say what is known of a request that AWS did not answer."""

from collections.abc import Mapping
from typing import Final

from chalicelib.aws.failures import NotStored, PerhapsStored, StoreUnavailable
from chalicelib.values.sentences import Sentence, say
from chalicelib.views.problem_types import ProblemName

# A request that ends before its write can only have failed at a read.
UNREAD: Final = say("took-too-long", "reading took too long, and nothing was changed: send the request again")
_PERHAPS: Final = say(
    "perhaps-stored",
    "the write got no answer, and it is not known whether it is stored: look at it, or send the request again with the"
    " same Idempotency-Key",
)
WHAT_IS_KNOWN: Final[Mapping[type[StoreUnavailable], tuple[Sentence, ProblemName]]] = {
    NotStored: (
        say("not-stored", "the write got no answer. It was looked up and is not stored: send the request again"),
        ProblemName.BUSY,
    ),
    PerhapsStored: (
        _PERHAPS,
        ProblemName.NOT_KNOWN,
    ),
}

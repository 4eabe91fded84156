"""The language of an answer: the one of ours that the request ranks highest (RFC 9110, 12.5.4), English otherwise."""

from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from typing import Final

from chalice.app import Response

from chalicelib.values.catalogue import ENGLISH, Catalogue
from chalicelib.values.during import During
from chalicelib.values.languages import Language
from chalicelib.values.sentences import Sentence

_spoken: ContextVar[Language] = ContextVar("language", default=Language.ENGLISH)
_ASKED: Final = {"en": Language.ENGLISH, "zh": Language.CHINESE, "*": Language.ENGLISH}


def speaking(accepted: str | None) -> During[Language]:
    """Answer in the language that a request accepts, during the block."""
    return During(_spoken, _preferred(accepted) if accepted else Language.ENGLISH)


def spoken() -> Catalogue:
    """Return the words of the language of this answer. Who answers in English loads no other."""
    language = _spoken.get()
    if language is Language.ENGLISH:
        return ENGLISH
    from chalicelib.policies.words import words_of  # noqa: PLC0415 -- no start waits for it

    return words_of(language)


def translated(members: Mapping[str, object]) -> dict[str, object]:
    """Write the messages of the `errors` of a problem in the language of this answer."""
    errors, words = members.get("errors"), spoken()
    if not isinstance(errors, list):
        return dict(members)
    return {**members, "errors": [{name: _written(value, words) for name, value in each.items()} for each in errors]}


def _written(value: object, words: Catalogue) -> object:
    return words.write(value) if isinstance(value, Sentence) else value


def named(response: Response) -> Response:
    """Say in which language an answer is, and that it depends on what the request accepts."""
    response.headers["Content-Language"] = _spoken.get().value
    vary = str(response.headers.get("Vary", ""))
    response.headers["Vary"] = f"{vary}, Accept-Language" if vary else "Accept-Language"
    return response


def _preferred(accepted: str) -> Language:
    """Return the language of the highest rank. Every Chinese is Simplified Chinese, the only one there is here."""
    ranked = [(weight, -place, tag) for place, (tag, weight) in enumerate(_ranges(accepted)) if weight > 0]
    known = [(weight, place, tag) for weight, place, tag in ranked if tag in _ASKED]
    return _ASKED[max(known)[2]] if known else Language.ENGLISH


def _ranges(accepted: str) -> Iterator[tuple[str, float]]:
    for part in accepted.split(","):
        tag, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = next((value.removeprefix("q=") for value in parameters if value.startswith("q=")), "1")
        yield tag.partition("-")[0], _weight(weight)


def _weight(text: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0

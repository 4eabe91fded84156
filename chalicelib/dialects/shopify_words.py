"""Shopify's reasons. A word that is not listed is kept as text, because merchants will define their own."""

from collections.abc import Iterable

from chalicelib.values.reasons import ReasonCode

_REASONS = {
    "wrong_item": ReasonCode.WRONG_ITEM,
    "defective": ReasonCode.DEFECTIVE,
    "not_as_described": ReasonCode.NOT_AS_DESCRIBED,
    "unwanted": ReasonCode.CHANGE_OF_HEART,
    "style": ReasonCode.CHANGE_OF_HEART,
    "size_too_small": ReasonCode.CHANGE_OF_HEART,
    "size_too_large": ReasonCode.CHANGE_OF_HEART,
    # The customer did not like the colour, or it was another than shown: Shopify does not tell which.
    "color": ReasonCode.OTHER,
    "other": ReasonCode.OTHER,
    "product_not_received": ReasonCode.LOST_IN_TRANSIT,
    "product_unacceptable": ReasonCode.NOT_AS_DESCRIBED,
    "fraudulent": ReasonCode.OTHER,
    "credit_not_processed": ReasonCode.OTHER,
    "duplicate": ReasonCode.OTHER,
    "unrecognized": ReasonCode.OTHER,
    "subscription_canceled": ReasonCode.OTHER,
    "general": ReasonCode.OTHER,
}


def reason_of(words: Iterable[str | None], notes: Iterable[str | None]) -> dict[str, object] | None:
    """Read the reason of a return from the words and the customer's notes of its lines.

    Lines with reasons of several kinds have no reason in common: it stays unknown, and the words are kept as text.
    """
    stated = _distinct(words)
    texts = _distinct(notes) or stated
    return {"code": _common_code(stated), "text": "; ".join(texts)[:8_000]} if texts else None


def _common_code(words: list[str]) -> ReasonCode:
    codes = {_REASONS.get(word.lower(), ReasonCode.UNKNOWN) for word in words}
    return codes.pop() if len(codes) == 1 else ReasonCode.UNKNOWN


def _distinct(texts: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(filter(None, texts)))

"""Shopify's reasons. Merchants will define their own, so that any word is kept as text."""

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
    stated = list(dict.fromkeys(word for word in words if word))
    codes = {_REASONS.get(word.lower(), ReasonCode.UNKNOWN) for word in stated}
    texts = [*dict.fromkeys(note for note in notes if note)] or stated
    if not texts:
        return None
    return {"code": codes.pop() if len(codes) == 1 else ReasonCode.UNKNOWN, "text": "; ".join(texts)[:8_000]}

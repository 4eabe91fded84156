"""The words that a fact carries, for people."""

from chalicelib.domain.facts import Fact, OfferMade, RefundSettled, ReturnUpdated, StatedReason

_SPOKEN = ("text", "reason", "grounds", "root_cause", "note", "detail")


def words(fact: Fact) -> str | None:
    """What somebody said with a fact, or what it amounts to; None where nothing was said."""
    if isinstance(fact, OfferMade) and not fact.text:
        return f"{fact.resolution}: {fact.amount}" if fact.amount else str(fact.resolution)
    if isinstance(fact, RefundSettled):
        return f"{fact.amount} ({fact.reference})" if fact.reference else str(fact.amount)
    if isinstance(fact, ReturnUpdated) and fact.platform_status:
        return fact.platform_status
    for name in _SPOKEN:
        said = getattr(fact, name, None)
        if isinstance(said, StatedReason):
            return said.text or said.code
        if isinstance(said, str):
            return said
    return None

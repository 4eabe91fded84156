"""TikTok Shop's reasons: codes whose part after `reason_` says what it is, with suffixes for the place."""

import re
from typing import Final

from chalicelib.values.reasons import ReasonCode

_PARTS: Final = {
    ReasonCode.CHANGE_OF_HEART: "no_need no_longer_needed better_price created_by_mistakes discount_not_expected "
    "forgot_to_apply_coupons high_delivery_costs change_payment_method",
    ReasonCode.NOT_AS_DESCRIBED: "not_match not_match_description",
    ReasonCode.WRONG_ITEM: "wrong_product",
    ReasonCode.MISSING_PARTS: "missing_product missing_parts",
    ReasonCode.DEFECTIVE: "defective",
    ReasonCode.DAMAGED_IN_TRANSIT: "damaged",
    ReasonCode.LOST_IN_TRANSIT: "not_received return_proxy_app",
}
_CODES: Final = {part: code for code, parts in _PARTS.items() for part in parts.split()}
_SUFFIX: Final = re.compile(r"(_seller|_uk|_)+$")


def reason_code(word: str | None) -> ReasonCode:
    """Return our code of a reason. A part that is not listed is another reason, and no word is unknown."""
    if word is None:
        return ReasonCode.UNKNOWN
    return _CODES.get(_SUFFIX.sub("", word.rpartition("reason_")[2]), ReasonCode.OTHER)

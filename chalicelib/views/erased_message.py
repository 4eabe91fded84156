"""Erased messages: the messages of effect rows without a person's words.

A text stays only if its field is on a list. A field that is added later is erased until somebody puts it on the list.
"""

import json
from typing import Any, Final

from chalicelib.domain.erasure import Marks

_IDS = """id subject merchant marketplace case_id order_number return_id offer_id effect_id evidence_id sku order_sku
reference key bucket version_id sha256 withdraws number evidence new_since_ruling available_actions"""
_WORDS_OF_LISTS = """specversion source type datacontenttype status outcome platform_status kind by opened_by
recorded_by resolution wants condition code fault result field name policy rule payer freight_payer reclaim_from who
grounds ready_for in_favour_of content_type currency if_silent silence because advice carrier title url version stage
shortened"""
_INSTANTS = """time at appeal_until changed_at decided_at delivered_at expires_at placed_at requested_at shipped_at
since opened_at evidence_due to_file_by contested_at"""
# The share of a deadline that is over; its name is the API's.
_SHARE = "burning"
STAYS: Final = frozenset(f"{_IDS} {_WORDS_OF_LISTS} {_INSTANTS} {_SHARE}".split())
# Names of people, which are erased so that they still compare. `name` alone can also be a deadline or a policy.
_NAMES: Final = {("customer", "name"), ("fields", "returned"), ("fields", "ordered")}
_NAMES_OF_FIELDS: Final = {("fields", "return"), ("fields", "order")}


def erase_message(message: bytes, marks: Marks) -> bytes:
    """Return a message with marks in place of a person's words. Its id and its form stay."""
    content = _erased(json.loads(message), ("", ""), marks)
    return json.dumps(content, separators=(",", ":")).encode("ascii")


def _erased(value: Any, place: tuple[str, str], marks: Marks) -> Any:
    """Erase one value. `place` is its field, after the field that the value's object is in."""
    if isinstance(value, dict):
        return {name: _erased(member, (place[1], name), marks) for name, member in value.items()}
    if isinstance(value, list):
        return [_erased(member, place, marks) for member in value]
    if not isinstance(value, str):
        return value
    if place in _NAMES | _NAMES_OF_FIELDS:
        return marks.name(value)
    return value if place[1] in STAYS else marks.text(value)

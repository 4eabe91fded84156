"""Answers have a largest size: a large case loses long texts first, then old members of lists."""

import json
from typing import Any

from chalicelib.views.shapes import Shape

# Characters of one answer. An answer of Lambda has at most 6 MB, and one character can need twelve bytes.
LARGEST = 500_000
# Longest text and longest list, tried in turn until the answer fits. No id and no hash is longer than the shortest
# of these limits.
_CUTS = ((2_000, 500), (500, 500), (200, 500), (200, 50))


def fitted(shape: Shape) -> str:
    """Write a shape as JSON that fits into one answer."""
    written = shape.model_dump_json()
    for longest_text, longest_list in _CUTS:
        if len(written) <= LARGEST:
            break
        written = json.dumps(
            cut(json.loads(written), longest_text, longest_list), ensure_ascii=False, separators=(",", ":")
        )
    return written


def newest_that_fit(written: list[str]) -> list[str]:
    """Choose the last texts that fit into one answer, and at least one."""
    room = LARGEST
    for place in range(len(written) - 1, -1, -1):
        room -= len(written[place])
        if room < 0:
            return written[place + 1 :] or written[-1:]
    return written


def cut(value: Any, longest_text: int, longest_list: int) -> Any:
    """Cut every long text and every long list of a JSON value.

    A list loses its oldest members.
    """
    if isinstance(value, dict):
        return {name: cut(member, longest_text, longest_list) for name, member in value.items()}
    if isinstance(value, list):
        return [cut(member, longest_text, longest_list) for member in value[-longest_list:]]
    return value[:longest_text] if isinstance(value, str) else value

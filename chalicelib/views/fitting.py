"""What is shown has a largest size, whatever a case has grown to: texts give way first, then old members of lists."""

import json
from typing import Any

from chalicelib.views.shapes import Shape

# Characters of one answer. Lambda answers with 6 MB at the most, where a character can take twelve bytes.
LARGEST = 500_000
# Longest text and longest list, tried in turn until it fits; no id and no hash is as long as the shortest.
_CUTS = ((2_000, 500), (500, 500), (200, 500), (200, 50))


def fitted(shape: Shape) -> str:
    """Write a shape as JSON that one answer can hold."""
    written = shape.model_dump_json()
    for longest_text, longest_list in _CUTS:
        if len(written) <= LARGEST:
            break
        written = json.dumps(
            cut(json.loads(written), longest_text, longest_list), ensure_ascii=False, separators=(",", ":")
        )
    return written


def newest_that_fit(written: list[str]) -> list[str]:
    """The last of some written things that one answer can hold; one of them at the least."""
    left = LARGEST
    for place in range(len(written) - 1, -1, -1):
        left -= len(written[place])
        if left < 0:
            return written[place + 1 :] or written[-1:]
    return written


def cut(value: Any, longest_text: int, longest_list: int) -> Any:
    """Cut every text and, from its oldest on, every list of something that is JSON."""
    if isinstance(value, dict):
        return {name: cut(member, longest_text, longest_list) for name, member in value.items()}
    if isinstance(value, list):
        return [cut(member, longest_text, longest_list) for member in value[-longest_list:]]
    return value[:longest_text] if isinstance(value, str) else value

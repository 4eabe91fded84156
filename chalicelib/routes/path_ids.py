"""The ids in the path of a request, which stand on every line of its log."""

import re
from collections.abc import Mapping
from typing import Final

# The parts of a path that are ids, by their names on a line of the log.
_IN_A_PATH: Final = {
    "case_id": "case",
    "evidence_id": "evidence",
    "marketplace": "marketplace",
    "order_number": "order",
}
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]{0,199}")


def ids_of(parts: Mapping[str, object]) -> dict[str, str | None]:
    """Return the ids of a path by their names on a line of the log."""
    return {_IN_A_PATH[name]: loggable(str(value)) for name, value in parts.items() if name in _IN_A_PATH}


def loggable(part: str) -> str | None:
    """Return a part of a path that is an id. What cannot be an id is None, because it could be somebody's words."""
    return part if _ID.fullmatch(part) else None

"""Policies as somebody proposes them: one that ships, with changes by path."""

import json
from typing import Any

from chalicelib.policies import shipped

OUT = object()


def proposed(ships: str = "guide", /, **changes: object) -> dict[str, Any]:
    """A shipped policy as JSON with changes by path (`burning__half=3`).

    OUT takes the field out.
    """
    policy: dict[str, Any] = json.loads(shipped(ships).model_dump_json())
    for path, value in changes.items():
        *parents, field = path.split("__")
        section = policy
        for parent in parents:
            section = section[parent]
        section[field] = value
        if value is OUT:
            del section[field]
    return policy

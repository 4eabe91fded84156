"""The part of EventBridge's pattern language that the template uses: exact values and prefixes.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
"""

from collections.abc import Mapping
from typing import Any


def matches(pattern: Mapping[str, Any], event: Mapping[str, Any]) -> bool:
    """Tell whether every field named in the pattern is in the event with one of the values it allows."""
    return all(_fits(wanted, event.get(name)) for name, wanted in pattern.items())


def _fits(wanted: Any, field: Any) -> bool:
    if isinstance(wanted, Mapping):
        return isinstance(field, Mapping) and matches(wanted, field)
    return any(_allows(rule, field) for rule in wanted)


def _allows(rule: Any, field: Any) -> bool:
    if not isinstance(rule, Mapping):
        return bool(rule == field)
    ((kind, value),) = rule.items()
    if kind != "prefix":
        raise ValueError(f"a pattern's {kind!r} is not known here")
    return isinstance(field, str) and field.startswith(value)

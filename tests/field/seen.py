"""Comparing a case that was read with what an input says of it."""

from collections.abc import Callable, Iterable

from pydantic import JsonValue

from tests.field.inputs import Expectation, How, See


def value_at(path: str, case: JsonValue) -> JsonValue:
    """Follow a path of names and numbers to a value.

    Returns null if something on the way is null, or if a list is too short. AssertionError if a name is not shown.
    """
    value = case
    for part in path.split("."):
        if isinstance(value, dict):
            assert part in value, f"{path} is not shown"
            value = value[part]
        elif isinstance(value, list):
            value = value[int(part)] if -len(value) <= int(part) < len(value) else None
    return value


def fault_of(expected: Expectation, case: JsonValue) -> str | None:
    """Say how a value differs from what is expected of it.

    None if it does not.
    """
    path, how, *rest = expected
    wanted = rest[0] if rest else None
    value = value_at(path, case)
    return (
        None if _HOLDS[how](value, wanted) else f"{path} must be {' '.join(map(str, (how, *rest)))}, and is {value!r}"
    )


def faults_of(step: See, case: JsonValue) -> list[str]:
    """Say how a case differs from a step: each of `all`, and `any` if none of it holds."""
    all_faults = _faults(step.all, case)
    any_faults = _faults(step.any, case)
    none_holds = bool(any_faults) and len(any_faults) == len(step.any)
    return [*all_faults, " or ".join(any_faults)] if none_holds else all_faults


def _faults(expected: Iterable[Expectation], case: JsonValue) -> list[str]:
    return [fault for each in expected if (fault := fault_of(each, case)) is not None]


def _at_most(value: JsonValue, wanted: JsonValue) -> bool:
    return isinstance(value, int) and isinstance(wanted, int) and value <= wanted


def _without(value: JsonValue, wanted: JsonValue) -> bool:
    return isinstance(value, list) and wanted not in map(_name, value)


def _name(entry: JsonValue) -> JsonValue:
    return entry.get("name") if isinstance(entry, dict) else entry


_HOLDS: dict[How, Callable[[JsonValue, JsonValue], bool]] = {
    How.IS: lambda value, wanted: value == wanted,
    How.IS_NOT: lambda value, wanted: value != wanted,
    How.AT_MOST: _at_most,
    How.AT_LEAST: lambda value, wanted: _at_most(wanted, value),
    How.EMPTY: lambda value, _: value == [],
    How.NOT_EMPTY: lambda value, _: isinstance(value, list) and bool(value),
    How.NULL: lambda value, _: value is None,
    How.WITHOUT: _without,
}

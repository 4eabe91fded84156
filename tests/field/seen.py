"""Comparing a case that was read with what an input says of it."""

from collections.abc import Callable, Iterable

from pydantic import JsonValue

from tests.field.inputs import Expectation, How, See


def value_at(path: str, shown: JsonValue) -> JsonValue:
    """Follow a path of names and numbers to a value.

    Returns null if something on the way is null, or if a list is too short. A name that is not shown is a KeyError.
    """
    value = shown
    for part in path.split("."):
        if isinstance(value, dict):
            value = value[part]
        elif isinstance(value, list):
            value = value[int(part)] if -len(value) <= int(part) < len(value) else None
    return value


def fault_of(expected: Expectation, shown: JsonValue) -> str | None:
    """Say how a value differs from what is expected of it; None if it does not."""
    path, how, *rest = expected
    wanted = rest[0] if rest else None
    found = value_at(path, shown)
    return (
        None if _HOLDS[how](found, wanted) else f"{path} must be {' '.join(map(str, (how, *rest)))}, and is {found!r}"
    )


def faults_of(step: See, shown: JsonValue) -> list[str]:
    """Say how a case differs from a step: each of `all`, and `any` if none of it holds."""
    every = _found(step.all, shown)
    either = _found(step.any, shown)
    return [*every, " or ".join(either)] if either and len(either) == len(step.any) else every


def _found(expected: Iterable[Expectation], shown: JsonValue) -> list[str]:
    return [fault for each in expected if (fault := fault_of(each, shown)) is not None]


def _at_most(found: JsonValue, wanted: JsonValue) -> bool:
    return isinstance(found, int) and isinstance(wanted, int) and found <= wanted


def _without(found: JsonValue, wanted: JsonValue) -> bool:
    return isinstance(found, list) and wanted not in map(_name, found)


def _name(entry: JsonValue) -> JsonValue:
    return entry.get("name") if isinstance(entry, dict) else entry


_HOLDS: dict[How, Callable[[JsonValue, JsonValue], bool]] = {
    How.IS: lambda found, wanted: found == wanted,
    How.IS_NOT: lambda found, wanted: found != wanted,
    How.AT_MOST: _at_most,
    How.AT_LEAST: lambda found, wanted: _at_most(wanted, found),
    How.EMPTY: lambda found, _: found == [],
    How.NOT_EMPTY: lambda found, _: isinstance(found, list) and bool(found),
    How.NULL: lambda found, _: found is None,
    How.WITHOUT: _without,
}

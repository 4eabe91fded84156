"""The parts of DynamoDB's requests: items, names, and the forms of conditions that the compared entries use."""

import re
from collections.abc import Mapping

from bench.item_size import Item

Request = Mapping[str, object]

_COMPARED = re.compile(r"^(#?\w+) (<=|<) (:\w+)$")
_ABSENT = re.compile(r"^attribute_not_exists\((#?\w+)\)$")
_SET = re.compile(r"(#?\w+) = (:\w+)")


def changes_of(request: Request) -> Item:
    """Return the attributes that an update sets."""
    names, values = names_of(request), item_of(request["ExpressionAttributeValues"])
    set_ones = _SET.findall(str(request["UpdateExpression"]))
    return {names.get(name, name): values[value] for name, value in set_ones}


def holds(condition: str, old: Item | None, request: Request) -> bool:
    """Evaluate a condition, of which one alternative has to be true. Forms that are not known are false."""
    if not condition:
        return True
    names, values = names_of(request), item_of(request.get("ExpressionAttributeValues", {}))
    return any(_alternative(each.strip(), old or {}, names, values) for each in condition.split(" OR "))


def _alternative(condition: str, old: Item, names: Mapping[str, str], values: Item) -> bool:
    if absent := _ABSENT.match(condition):
        return names.get(absent[1], absent[1]) not in old
    compared = _COMPARED.match(condition)
    if compared is None or names.get(compared[1], compared[1]) not in old:
        return False
    stored, limit = (float(value_of(each)) for each in (old[names.get(compared[1], compared[1])], values[compared[3]]))
    return stored < limit or (compared[2] == "<=" and stored == limit)


def names_of(request: Request) -> dict[str, str]:
    """Return the names for which a request has placeholders."""
    return {name: str(value) for name, value in mapping(request.get("ExpressionAttributeNames", {})).items()}


def item_of(value: object) -> Item:
    """Read an item, a key, or the values of a request."""
    return {name: dict(mapping(content)) for name, content in mapping(value).items()}


def mapping(value: object) -> Mapping[str, object]:
    """Read an object of JSON."""
    if not isinstance(value, dict):
        raise TypeError(f"{value!r} is no object")
    return value


def value_of(value: Mapping[str, object]) -> str:
    """Return the content of an attribute's value as a text."""
    return str(next(iter(value.values())))

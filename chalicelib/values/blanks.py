"""Blanks: whatever is optional in data may also be blank, and then it is missing.

Platforms send a blank for a field that they know nothing of, or that they have made anonymous. A blank alone must not
cost the rest of what is said.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import get_args

from pydantic import AliasChoices, BaseModel, model_validator
from pydantic.fields import FieldInfo

from chalicelib.values.reading import is_blank


class BlankIsMissing(BaseModel):
    """A model that reads a blank in an optional field as if the field were missing."""

    @model_validator(mode="before")
    @classmethod
    def _without_blanks(cls, data: object) -> object:
        return _without_blanks(cls, data) if isinstance(data, dict) else data


def _without_blanks(model: type[BaseModel], data: dict[str, object]) -> dict[str, object]:
    optional = _optional(model)
    blanks = {name for name, fields in optional.items() if name in data and _says_nothing(data[name], fields)}
    return {name: value for name, value in data.items() if name not in blanks} if blanks else data


@dataclass(frozen=True, slots=True)
class _Fields:
    """The names of a model's fields in data, and whether one of them is required."""

    names: frozenset[str]
    requires: bool


@cache
def _optional(model: type[BaseModel]) -> Mapping[str, _Fields | None]:
    """Return the optional fields of a model by their names in data, each with the fields of its value."""
    return {
        name: _fields(field.annotation)
        for field_name, field in model.model_fields.items()
        if not field.is_required()
        for name in _names(field_name, field)
    }


def _names(name: str, field: FieldInfo) -> Iterable[str]:
    """Return the names that a field has in data."""
    alias = field.validation_alias
    if isinstance(alias, AliasChoices):
        return [choice for choice in alias.choices if isinstance(choice, str)]
    return [alias if isinstance(alias, str) else name]


def _fields(annotation: object) -> _Fields | None:
    members = (annotation, *get_args(annotation))
    model = next((member for member in members if isinstance(member, type) and issubclass(member, BaseModel)), None)
    if model is None:
        return None
    fields = model.model_fields
    names = (each for name, field in fields.items() for each in _names(name, field))
    return _Fields(frozenset(names), any(field.is_required() for field in fields.values()))


def _says_nothing(value: object, fields: _Fields | None) -> bool:
    """Tell whether a value is blank, or an object in which all fields that its model knows are blank.

    An object that names no field of its model is misspelt, not blank, if the model requires a field.
    """
    if fields is None or not isinstance(value, dict):
        return _is_blank(value)
    named = [part for name, part in value.items() if name in fields.names]
    if named or not fields.requires:
        return all(map(_is_blank, named))
    return _is_blank(value)


def _is_blank(value: object) -> bool:
    if isinstance(value, str):
        return is_blank(value)
    if isinstance(value, dict):
        return all(map(_is_blank, value.values()))
    return value is None or value == []

"""Blanks: whatever is optional in data may also be blank, and then it is missing.

Platforms send a blank for a field that they know nothing of, or that they have made anonymous. A blank alone must not
cost the rest of what is said.
"""

from collections.abc import Mapping
from functools import cache
from typing import get_args

from pydantic import BaseModel, model_validator

from chalicelib.values.reading import is_blank


class BlankIsMissing(BaseModel):
    """A model that reads a blank in an optional field as if the field were missing."""

    @model_validator(mode="before")
    @classmethod
    def _without_blanks(cls, given: object) -> object:
        if not isinstance(given, dict):
            return given
        optional = _optional(cls)
        return {
            name: value
            for name, value in given.items()
            if not (name in optional and _says_nothing(value, optional[name]))
        }


@cache
def _optional(model: type[BaseModel]) -> Mapping[str, type[BaseModel] | None]:
    """Return the optional fields of a model as data name them, each with the model of its value if it has one."""
    return {
        field.alias or name: _model_of(field.annotation)
        for name, field in model.model_fields.items()
        if not field.is_required()
    }


def _model_of(annotation: object) -> type[BaseModel] | None:
    members = (annotation, *get_args(annotation))
    return next((found for found in members if isinstance(found, type) and issubclass(found, BaseModel)), None)


def _says_nothing(value: object, model: type[BaseModel] | None) -> bool:
    """Tell whether a value is blank, or an object in which all fields that the model knows are blank.

    An object that names no field of its model is misspelt, not blank, if the model requires a field.
    """
    if _is_blank(value):
        return True
    if model is None or not isinstance(value, dict):
        return False
    fields = model.model_fields
    named = [value[name] for name in fields if name in value]
    requires = any(field.is_required() for field in fields.values())
    return all(map(_is_blank, named)) and (bool(named) or not requires)


def _is_blank(value: object) -> bool:
    if isinstance(value, str):
        return is_blank(value)
    if isinstance(value, dict):
        return all(map(_is_blank, value.values()))
    return value is None or value == []

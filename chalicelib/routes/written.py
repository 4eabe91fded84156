"""Shapes as JSON, in the language of the answer."""

from pydantic import BaseModel

from chalicelib.routes.languages import spoken
from chalicelib.views.said import in_words


def written(shape: BaseModel) -> str:
    """Write a shape as JSON in the language of this answer."""
    return shape.model_dump_json(context=in_words(spoken()))

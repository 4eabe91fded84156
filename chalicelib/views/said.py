"""Sentences in answers: they are written in the language of the reader when an answer is written.

A text that is no sentence is a person's own, and stays as it is.
"""

from collections.abc import Mapping
from typing import Annotated, TypeAlias

from pydantic import InstanceOf, PlainSerializer, SerializationInfo, WithJsonSchema

from chalicelib.values.catalogue import ENGLISH, Catalogue
from chalicelib.values.sentences import Sentence

_CATALOGUE = "catalogue"


def in_words(catalogue: Catalogue) -> Mapping[str, Catalogue]:
    """Make the context in which a shape is written in a language. Without one it is written in English."""
    return {_CATALOGUE: catalogue}


def _write(said: Sentence | str, info: SerializationInfo) -> str:
    context = info.context
    catalogue = context[_CATALOGUE] if isinstance(context, Mapping) else ENGLISH
    if isinstance(said, str) or not isinstance(catalogue, Catalogue):
        return str(said)
    return catalogue.write(said)


Said: TypeAlias = Annotated[
    InstanceOf[Sentence] | str,
    PlainSerializer(_write, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string"}),
]

"""The fields of a command, from options of the command line by the schema of the API."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click

from . import amounts
from .api import Answer

Schema = Mapping[str, Any]


class Commands:
    """The schemas of all commands, as the document of the API has them."""

    def __init__(self, document: Answer) -> None:
        self._schemas: Schema = document["components"]["schemas"]
        mapping = self._schemas["Command"]["discriminator"]["mapping"]
        self._names = {name: ref.rpartition("/")[2] for name, ref in mapping.items()}

    def body(self, command: str, options: Sequence[str]) -> dict[str, Any]:
        """Return the body of a command. Refuses a command or a field that the API does not know."""
        if command not in self._names:
            raise click.UsageError(f"there is no command {command}: {', '.join(sorted(self._names))}")
        known: Schema = self._schemas[self._names[command]]["properties"]
        texts: dict[str, list[str | None]] = {}
        for name, text in _pairs(options):
            if name == "command" or name not in known:
                raise click.UsageError(f"{command} has no field --{name.replace('_', '-')}: {_listed(known)}")
            texts.setdefault(name, []).append(text)
        return {"command": command} | {name: self._value(name, known[name], each) for name, each in texts.items()}

    def _value(self, name: str, schema: Schema, texts: list[str | None]) -> object:
        kinds = set(self._kinds(schema))
        if "array" in kinds and not _is_json(texts[0]):
            return texts
        if len(texts) > 1:
            raise click.UsageError(f"--{name} stands twice")
        (text,) = texts
        try:
            return _read(text, kinds)
        except ValueError as error:
            raise click.UsageError(f"--{name}: {error}") from None

    def _kinds(self, schema: Schema) -> Iterator[str]:
        """Yield the types that a value may have, and `money` for an amount."""
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            yield from ("money",) if name == "Money" else self._kinds(self._schemas[name])
        for each in schema.get("anyOf", ()):
            yield from self._kinds(each)
        if "type" in schema:
            yield schema["type"]


def _listed(known: Schema) -> str:
    return ", ".join(f"--{name.replace('_', '-')}" for name in known if name != "command") or "it has none"


def _pairs(options: Sequence[str]) -> Iterator[tuple[str, str | None]]:
    """Yield the name and the value of each option. None stands for an option without a value."""
    rest = list(options)
    while rest:
        option = rest.pop(0)
        if not option.startswith("--"):
            raise click.UsageError(f"{option}: a field is written --field value")
        name, equals, value = option[2:].partition("=")
        if not equals and rest and not rest[0].startswith("--"):
            value, equals = rest.pop(0), "="
        yield name.replace("-", "_"), value if equals else None


def _is_json(text: str | None) -> bool:
    return text is not None and text[:1] in ("{", "[")


def _read(text: str | None, kinds: set[str]) -> object:
    if text is None or "boolean" in kinds:
        if text not in (None, "true", "false"):
            raise ValueError("write true or false")
        return text != "false"
    if _is_json(text):
        return json.loads(text)
    if "money" in kinds:
        return amounts.read(text)
    return int(text) if "integer" in kinds else text

"""Scenarios: chained stories in TOML files, told step by step against an API."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import click

from .instants import span

_ENDING = ".toml"
_KINDS = ("event", "command", "upload")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: an event of the marketplace, a command of the seller, or a file.

    `until` has values that the case gets afterwards, by their paths. `refused` is the rule that has to say no. The
    evidence id of a file is kept under `name`.
    """

    say: str
    event: str | None = None
    command: str | None = None
    upload: str | None = None
    at: timedelta = timedelta()
    data: Mapping[str, Any] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)
    name: str | None = None
    until: Mapping[str, Any] = field(default_factory=dict)
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """A story with its steps."""

    title: str
    steps: tuple[Step, ...]


def names() -> list[str]:
    """Return the names of all scenarios that come with the command line."""
    return sorted(file.name.removesuffix(_ENDING) for file in _folder().iterdir() if file.name.endswith(_ENDING))


def scenario(name: str) -> Scenario:
    """Read a scenario by its name, or from a file of one's own."""
    own = Path(name)
    if name in names():
        text = _folder().joinpath(f"{name}{_ENDING}").read_text(encoding="utf-8")
    elif own.suffix == _ENDING and own.is_file():
        text = own.read_text(encoding="utf-8")
    else:
        raise click.UsageError(f"there is no scenario {name}: {', '.join(names())}, or a file that ends with {_ENDING}")
    try:
        content = tomllib.loads(text)
        return Scenario(content["title"], tuple(_step(each) for each in content["step"]))
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise click.UsageError(f"the scenario {name} cannot be read: {error}") from None


def _step(content: dict[str, Any]) -> Step:
    if sum(kind in content for kind in _KINDS) != 1:
        raise ValueError(f"a step has one of {', '.join(_KINDS)}")
    at = {"at": span(content["at"])} if "at" in content else {}
    until = {"until": dict(_flat(content["until"]))} if "until" in content else {}
    return Step(**content | at | until)


def _flat(values: Mapping[str, Any], before: str = "") -> list[tuple[str, Any]]:
    """Return each value by its whole path."""
    values_by_path: list[tuple[str, Any]] = []
    for name, value in values.items():
        path = f"{before}{name}"
        values_by_path += _flat(value, f"{path}.") if isinstance(value, dict) else [(path, value)]
    return values_by_path


def _folder() -> Traversable:
    return files(__package__ or "").joinpath("scenarios")

"""The options that every command has. They stand before the command or behind it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import click

from . import profiles
from .api import Api


@dataclass
class Choices:
    """Everything that the common options chose."""

    json: bool = False
    profile: str = profiles.DEFAULT
    stack: Path | None = None
    merchant: str = "demo"
    role: str = "operator"

    @cached_property
    def api(self) -> Api:
        """The API that is asked."""
        return Api(self.where())

    def where(self) -> profiles.Profile:
        """Return the address and the key."""
        if self.stack is not None:
            return profiles.of_stack(self.stack, merchant=self.merchant, role=self.role)
        return profiles.of_settings(self.profile)


class Command(click.Command):
    """A command with the common options, and with examples in its help."""

    def __init__(
        self, name: str | None, *, params: Sequence[click.Parameter] = (), examples: str = "", **kwargs: Any
    ) -> None:
        super().__init__(name, params=[*params, *_common()], **kwargs)
        self.examples = examples

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 -- click's own
        """Write the examples as they are typed."""
        _write_examples(self.examples, formatter)


class Group(Command, click.Group):
    """The group of all commands, with the common options too."""

    command_class = Command


def _write_examples(examples: str, formatter: click.HelpFormatter) -> None:
    with formatter.section("Examples"):
        for line in examples.strip().splitlines():
            formatter.write(f"{' ' * formatter.current_indent}{line.strip()}\n")


def _common() -> list[click.Parameter]:
    file = click.Path(dir_okay=False, path_type=Path)
    roles = click.Choice(profiles.ROLES)
    return [
        _option("json", "Data as JSON, one object a line.", is_flag=True, default=None),
        _option("profile", "The profile of the file of settings.", envvar="RECOURSE_PROFILE"),
        _option(
            "stack", "The stack.json of a local system: its address and its keys.", type=file, envvar="RECOURSE_STACK"
        ),
        _option("merchant", "Whose key of the stack.json. Without it: demo."),
        _option("role", "Which key of the stack.json. Without it: operator.", type=roles),
    ]


def _option(name: str, meaning: str, **more: Any) -> click.Option:
    return click.Option([f"--{name}"], help=meaning, expose_value=False, callback=_chosen(name), **more)


def _chosen(name: str) -> Callable[[click.Context, click.Parameter, object], None]:
    def choose(ctx: click.Context, _parameter: click.Parameter, value: object) -> None:
        choices = ctx.ensure_object(Choices)
        if value is not None:
            setattr(choices, name, value)

    return choose

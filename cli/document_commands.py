"""`recourse schema` and `completion`: documents for programs, and words for a shell."""

import click
from click.shell_completion import get_completion_class

from . import talk
from .choices import Choices, Command

_DOCUMENTS = {"openapi": "/openapi.json", "asyncapi": "/asyncapi.json", "message": "/message.schema.json"}
_SHELLS = ("bash", "zsh", "fish")


@click.command(cls=Command, examples="recourse schema openapi > openapi.json\nrecourse schema asyncapi | jq .channels")
@click.argument("name", type=click.Choice(sorted(_DOCUMENTS)))
@click.pass_obj
def schema(choices: Choices, name: str) -> None:
    """Print a document of the API as it is served, for a pipe."""
    talk.line(choices.api.request("GET", _DOCUMENTS[name]).text)


@click.command(cls=Command, examples='eval "$(recourse completion bash)"\nrecourse completion fish > recourse.fish')
@click.argument("shell", type=click.Choice(_SHELLS))
def completion(shell: str) -> None:
    """Print what completes the commands in a shell."""
    known = get_completion_class(shell)
    if known is None:
        raise click.UsageError(f"there is no completion for {shell}")
    root = click.get_current_context().find_root().command
    talk.line(known(root, {}, "recourse", "_RECOURSE_COMPLETE").source())

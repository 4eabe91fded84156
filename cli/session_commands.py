"""`recourse login`, `whoami` and `open`: keys, and the console."""

import sys
from urllib.parse import quote

import click

from . import talk
from .api import Answer, Api
from .choices import Choices, Command
from .instants import shown
from .profiles import Profile, keep, read_settings

_LOGIN = """
recourse login
recourse --stack .local/stack.json login --profile local
printf '%s' "$KEY" | recourse login --api-url https://api.example.com/v1 --profile shop
"""


@click.command(cls=Command, examples=_LOGIN)
@click.option("--api-url", help="The address of the API, with its stage.")
@click.pass_obj
def login(choices: Choices, api_url: str | None) -> None:
    """Keep an address and a key in the file of settings, once the API has accepted them.

    The key is typed unseen, or read from standard input.
    """
    profile = choices.where() if choices.stack is not None else _typed(choices.profile, api_url)
    session = Api(profile).get("/session")
    file = keep(choices.profile, profile)
    talk.say(f"kept in {file}, as profile {choices.profile}")
    _show(choices, session, profile)


@click.command(cls=Command, examples="recourse whoami\nrecourse whoami --profile shop --json")
@click.pass_obj
def whoami(choices: Choices) -> None:
    """Show whose key this is, and what it may do."""
    _show(choices, choices.api.get("/session"), choices.api.profile)


@click.command("open", cls=Command, examples="recourse open\nrecourse open alibaba.A-1001.R-1")
@click.argument("case_id", required=False)
@click.pass_obj
def open_console(choices: Choices, case_id: str | None) -> None:
    """Print the address of the console, or of a case in it."""
    page = f"#/cases/{quote(case_id, safe='')}" if case_id else ""
    url = f"{choices.where().api_url}/console/index.html{page}"
    if choices.json:
        talk.data({"url": url})
    else:
        talk.line(url)


def _typed(name: str, api_url: str | None) -> Profile:
    known = read_settings().get(name, {}).get("api_url", "http://127.0.0.1:8000")
    stdin = sys.stdin
    if stdin.isatty():
        url = api_url or str(click.prompt("Address of the API", default=known, err=True))
        key = str(click.prompt("Key", hide_input=True, err=True))
    else:
        url, key = api_url or known, stdin.read().strip()
    if not key:
        raise click.UsageError("no key was typed")
    return Profile(url.rstrip("/"), key)


def _show(choices: Choices, session: Answer, profile: Profile) -> None:
    if choices.json:
        talk.data(session | {"api_url": profile.api_url})
        return
    end = session["expires_at"]
    rows = [
        ("merchant", session["merchant"]),
        ("role", session["role"]),
        ("person", session["person"] or "nobody named"),
    ]
    rows += [("key ends", shown(end) if end else "never"), ("API", profile.api_url)]
    for line in talk.columns(rows):
        talk.line(line)

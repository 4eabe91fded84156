"""`recourse do`: a command to a case, after a look at what follows from it."""

import uuid
from collections.abc import Iterator
from typing import Any

import click

from . import amounts, talk
from .api import Answer, case_path
from .case_commands import show
from .choices import Choices, Command
from .fields import Commands
from .instants import shown

_SAID = {"status", "outcome", "turn", "refund", "deadline", "version", "next", "steps", "next_steps", "changed_at"}
_EXAMPLES = """
recourse do alibaba.A-1001.R-1 accept_return --dry-run
recourse do alibaba.A-1001.R-1 make_offer --resolution partial_refund --amount "600.00 USD" --text "Keep them?"
recourse do alibaba.A-1001.R-1 file_appeal --grounds "The sample was black" --evidence E1 --evidence E2 --yes
recourse do alibaba.A-1001.R-1 match_lines --lines '[{"sku": "MUG", "order_sku": "MUG-01"}]' --yes
"""


@click.command(
    cls=Command, examples=_EXAMPLES, context_settings={"ignore_unknown_options": True, "allow_interspersed_args": True}
)
@click.argument("case_id")
@click.argument("command")
@click.argument("fields", nargs=-1, type=click.UNPROCESSED, metavar="[--FIELD VALUE]...")
@click.option("--yes", is_flag=True, help="Do it without asking.")
@click.option("--dry-run", is_flag=True, help="Only show what follows.")
@click.pass_obj
def do(choices: Choices, case_id: str, command: str, fields: tuple[str, ...], *, yes: bool, dry_run: bool) -> None:
    """Give a case a command. First it shows what follows, and then it asks.

    The fields are those of the command in the API's document: a word, an amount such as "600.00 USD", true or false,
    or JSON. A field without a value is true. If somebody changes the case meanwhile, nothing is done.
    """
    api = choices.api
    body = Commands(api.document()).body(command, fields)
    before = api.case(case_id)
    seen = {"If_Match": str(before["version"])}
    preview = api.post(f"{case_path(case_id)}/preview", body, **seen)
    for line in _follows(before, preview):
        talk.say(line)
    if dry_run:
        _show_preview(choices, preview)
        return
    if not yes:
        click.confirm(f"Give {command}?", abort=True, err=True)
    once = {"Idempotency_Key": str(uuid.uuid4())}
    show(choices, api.post(f"{case_path(case_id)}/commands", body, **seen, **once))


def _show_preview(choices: Choices, preview: Answer) -> None:
    if choices.json:
        talk.data(preview)


def _follows(before: Answer, preview: Answer) -> Iterator[str]:
    after, changed = preview["after"], {each["field"] for each in preview["changes"]}
    yield "What follows:"
    if "status" in changed:
        outcome = f" ({after['outcome']})" if after["outcome"] else ""
        yield f"  {before['status']} → {after['status']}{outcome}"
    if "turn" in changed:
        yield f"  {after['turn']['text']}"
    yield from _money(before["refund"], after["refund"])
    if "deadline" in changed:
        yield f"  {_deadline(after['deadline'])}"
    if changed - _SAID:
        yield f"  also changed: {', '.join(sorted(each.replace('_', ' ') for each in changed - _SAID))}"


def _money(before: Answer, after: Answer) -> Iterator[str]:
    for name, said in (("due", "to pay"), ("settled", "paid")):
        if after[name] != before[name]:
            yield f"  {said}: {_amount(after[name])}"


def _amount(amount: dict[str, Any] | None) -> str:
    return amounts.shown(amount) if amount else "nothing"


def _deadline(deadline: Answer | None) -> str:
    if deadline is None:
        return "no deadline runs"
    return f"the {deadline['who']} has until {shown(deadline['at'])}; if nobody acts: {deadline['if_silent']}"

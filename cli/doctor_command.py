"""`recourse doctor`: what is well, and what to do about the rest."""

import click

from . import talk
from .checks import Check, authority, basics, deep
from .choices import Choices, Command
from .events import connection_of
from .failures import NO

_EXAMPLES = """
recourse doctor
recourse --stack .local/stack.json doctor --deep
recourse doctor --json | jq 'select(.holds | not)'
"""


@click.command(cls=Command, examples=_EXAMPLES)
@click.option("--deep", "deeply", is_flag=True, help="Also deliver a scratch case, and upload a file to it.")
@click.option("--connection", default="demo", show_default=True, help="The connection of the scratch case.")
@click.option("--secret", envvar="RECOURSE_WEBHOOK_SECRET", help="Its secret, if no stack.json has it.")
@click.pass_obj
def doctor(choices: Choices, connection: str, secret: str | None, *, deeply: bool) -> None:
    """Check the API, the clock, the key, and what waits. Exit 1 if something does not hold.

    What needs the rights of AWS (queues, the stream, parameters) is checked by `python -m ops doctor`.
    """
    checks = [*basics(choices.api), *authority(choices.api)]
    if deeply:
        checks += deep(choices.api, connection_of(choices.api, connection, secret))
    for check in sorted(checks, key=lambda check: check.holds):
        _show(choices, check)
    raise SystemExit(0 if all(check.holds for check in checks) else NO)


def _show(choices: Choices, check: Check) -> None:
    if choices.json:
        talk.data({"holds": check.holds, "fact": check.fact, "mend": None if check.holds else check.mend})
        return
    mark = talk.paint("✓", "green") if check.holds else talk.paint("✗", "red")
    talk.line(f"{mark} {check.fact}{'' if check.holds or not check.mend else f'  → {check.mend}'}")

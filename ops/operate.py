"""The operator's commands: `python -m ops.operate COMMAND`.

The environment (RECOURSE_*, and AWS's own) names the deployment, or with `--stack` the file of a local stack.
"""

import json
import os
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from chalicelib.aws.api_keys import Principal, Role
from chalicelib.aws.failures import StoreUnavailable
from chalicelib.logbook import Logbook
from chalicelib.settings import MissingSetting, read_settings
from chalicelib.usecases.replay import ReplayResult
from chalicelib.values.identifiers import is_identifier
from chalicelib.wiring import Recourse, utc_now
from local.resources import secrets_path

_ROLES = click.Choice([role.value for role in Role])
_LOCAL_ACCOUNT = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}


class _Operators(click.Group):
    """Commands on AWS: what it refuses is one line, not a trace."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except StoreUnavailable as failure:
            raise click.ClickException(f"AWS did not do it: {failure.code}") from failure


@click.group(cls=_Operators)
@click.option("--stack", type=click.Path(exists=True, path_type=Path), help="The stack.json of a running local stack.")
@click.pass_context
def operate(context: click.Context, stack: Path | None) -> None:
    """Reconcile, replay, redrive, and hand out API keys."""
    if stack:
        os.environ.update(_of_stack(stack))
    try:
        settings = read_settings(os.environ)
    except MissingSetting as missing:
        raise click.UsageError(str(missing)) from missing
    context.obj = Recourse(settings, clock=utc_now, logbook=Logbook(lambda line: click.echo(line, err=True)))


@operate.command()
@click.option("--repair", is_flag=True, help="Repair what is found.")
@click.option("--segment", default=0, show_default=True, help="Which part of the table, counted from 0.")
@click.option("--segments", default=1, show_default=True, help="Of how many parts, to be looked at side by side.")
@click.pass_obj
def reconcile(recourse: Recourse, *, repair: bool, segment: int, segments: int) -> None:
    """Fold every order again and compare.

    Exit 1 where a person has to look.
    """
    report = recourse.reconciler.run(repair=repair, segment=segment, segments=segments)
    click.echo(f"{report.orders} orders, {report.under_way} of them under way")
    for name, count in (+report.repaired).items():
        click.echo(f"{name}: {count} {'repaired' if repair else 'to repair'}")
    click.echo(f"unreadable: {report.unreadable}, unreachable: {report.unreachable}, poisoned: {report.poisoned}")
    raise SystemExit(0 if report.clean else 1)


@operate.command()
@click.argument("connection")
@click.option("--send", is_flag=True, help="Append what is understood now.")
@click.pass_obj
def replay(recourse: Recourse, connection: str, *, send: bool) -> None:
    """Try a connection's quarantined deliveries again, each under its own id."""
    _tell(recourse.replay.quarantined(connection, send=send))


@operate.command()
@click.option("--send", is_flag=True, help="Send them.")
@click.pass_obj
def redrive(recourse: Recourse, *, send: bool) -> None:
    """Send again every request whose filing failed and that still stands, and every withdrawal that nobody heard."""
    _tell(recourse.replay.failed_filings(send=send))


@operate.command("make-key")
@click.argument("merchant", callback=lambda _context, _parameter, name: _identifier(name))
@click.argument("role", type=_ROLES)
@click.option("--days", type=click.IntRange(min=1), help="How long it is good for; without, until it is revoked.")
@click.pass_obj
def make_key(recourse: Recourse, merchant: str, role: str, *, days: int | None) -> None:
    """Make an API key and print its token, which is never seen again."""
    expires_at = datetime.now(UTC) + timedelta(days=days) if days else None
    click.echo(recourse.api_keys.make(Principal(merchant, Role(role)), expires_at=expires_at))


@operate.command("revoke-key")
@click.argument("key_id")
@click.pass_obj
def revoke_key(recourse: Recourse, key_id: str) -> None:
    """End an API key now.

    Its id is the middle part of its token.
    """
    recourse.api_keys.revoke(key_id)
    click.echo(f"{key_id} is revoked")


def _identifier(name: str) -> str:
    """A key for anything else would open nothing: no connection can belong to it."""
    if not is_identifier(name):
        raise click.BadParameter("letters, digits, dots, underscores and hyphens, at most 64")
    return name


def _tell(replayed: Iterable[ReplayResult]) -> None:
    count = 0
    for count, each in enumerate(replayed, 1):  # noqa: B007 -- the count is reported
        click.echo(f"{each.what}: {each.outcome}")
    click.echo(f"{count} in all")


def _of_stack(path: Path) -> dict[str, str]:
    description = json.loads(path.read_text())
    return _LOCAL_ACCOUNT | {
        "AWS_ENDPOINT_URL": description["aws_endpoint_url"],
        "AWS_DEFAULT_REGION": description["region"],
        "RECOURSE_TABLE": description["table"],
        "RECOURSE_BUCKET": description["bucket"],
        "RECOURSE_MEDIATION_QUEUE_URL": description["mediation_queue_url"],
        "RECOURSE_MEDIATION_DLQ_URL": description["mediation_dlq_url"],
        "RECOURSE_SECRETS_PREFIX": secrets_path(),
    }


if __name__ == "__main__":
    operate()

"""`python -m ops quarantine`: lists, shows and replays deliveries that were not understood."""

from collections.abc import Iterator

import click

from chalicelib.aws.quarantine import QuarantineRow
from ops.deployment import Deployment
from ops.repair_commands import report_replayed
from ops.words import columns


@click.group()
def quarantine() -> None:
    """Authentic deliveries that were not understood."""


@quarantine.command("list")
@click.argument("connection", required=False)
@click.pass_obj
def list_deliveries(deployment: Deployment, connection: str | None) -> None:
    """List the deliveries of a connection, or of all, without their contents."""
    rows = list(_rows(deployment, connection))
    for line in columns((row.event_id, f"{row.received_at:%Y-%m-%d %H:%M}", row.reason) for row in rows):
        click.echo(line)
    click.echo(f"{len(rows)} in all")


@quarantine.command()
@click.argument("event_id")
@click.pass_obj
def show(deployment: Deployment, event_id: str) -> None:
    """Show one delivery as it arrived. It can contain a customer's words."""
    for row in _rows(deployment, None):
        if row.event_id == event_id:
            click.echo(f"{row.connection}, {row.dialect}, {row.received_at:%Y-%m-%d %H:%M} UTC: {row.reason}")
            click.echo(row.body)
            return
    raise click.UsageError(f"there is no quarantined delivery {event_id}")


@quarantine.command()
@click.argument("connection")
@click.option("--send", is_flag=True, help="Append what is understood now.")
@click.pass_obj
def replay(deployment: Deployment, connection: str, *, send: bool) -> None:
    """Try a connection's deliveries again, each under its own id. Without --send it only says what would happen."""
    _require_listed(deployment, connection)
    report_replayed(deployment.recourse.replay.quarantined(connection, send=send))


def _rows(deployment: Deployment, connection: str | None) -> Iterator[QuarantineRow]:
    listed = deployment.connection_list.read()
    if connection is not None:
        _require_listed(deployment, connection)
    names = [connection] if connection else sorted({**listed.live, **listed.disabled})
    for name in names:
        yield from deployment.recourse.quarantine.rows(name)


def _require_listed(deployment: Deployment, connection: str) -> None:
    if connection not in deployment.connection_list.read():
        raise click.UsageError(f"there is no connection {connection}")

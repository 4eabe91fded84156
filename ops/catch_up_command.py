"""`python -m ops catch-up CONNECTION FILE`: feeds an export of a platform in, one push or answer a line."""

from collections import Counter
from pathlib import Path

import click

from chalicelib.dialects import DIALECTS, SNAPSHOTS
from chalicelib.usecases.catch_up import CatchUp
from chalicelib.wiring import utc_now
from ops.deployment import Deployment


@click.command("catch-up")
@click.argument("connection")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--send", is_flag=True, help="Append what is new.")
@click.pass_obj
def catch_up(deployment: Deployment, connection: str, file: Path, *, send: bool) -> None:
    """Feed exported pushes or answers in, one a line. Without --send it only says what is new."""
    listed = deployment.recourse.registry.find(connection)
    if listed is None:
        raise click.UsageError(f"there is no connection {connection}")
    work = CatchUp(log=deployment.recourse.log, dialects=DIALECTS, snapshots=SNAPSHOTS, clock=utc_now)
    outcomes: Counter[str] = Counter()
    with file.open("rb") as lines:
        for each in work.run(listed, lines, send=send):
            click.echo(f"line {each.line}: {each.outcome}{f' ({each.event})' if each.event else ''}")
            outcomes[each.outcome.partition(":")[0]] += 1
    click.echo(", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items())) or "nothing in the file")
    raise SystemExit(1 if outcomes["not understood"] else 0)

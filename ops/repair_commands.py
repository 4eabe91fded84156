"""`python -m ops reconcile` and `python -m ops redrive`: they compare and repair, and send again."""

from collections.abc import Iterable

import click

from chalicelib.usecases.replay import ReplayResult
from ops.deployment import Deployment


@click.command()
@click.option("--repair", is_flag=True, help="Repair it too.")
@click.option("--segment", default=0, show_default=True, help="Which part of the table, counted from 0.")
@click.option("--segments", default=1, show_default=True, help="The number of parts, to be compared at the same time.")
@click.pass_obj
def reconcile(deployment: Deployment, *, repair: bool, segment: int, segments: int) -> None:
    """Fold every order again and compare. Exit 1 if a person has to look."""
    if not 0 <= segment < segments:
        raise click.UsageError(f"there is no segment {segment} of {segments}")
    report = deployment.recourse.reconciler.run(repair=repair, segment=segment, segments=segments)
    click.echo(f"{report.orders} orders, {report.under_way} of them under way")
    for name, count in (+report.repaired).items():
        click.echo(f"{name}: {count} {'repaired' if repair else 'to repair'}")
    click.echo(f"unreadable: {report.unreadable}, unreachable: {report.unreachable}, poisoned: {report.poisoned}")
    raise SystemExit(0 if report.clean else 1)


@click.command()
@click.option("--send", is_flag=True, help="Send them.")
@click.pass_obj
def redrive(deployment: Deployment, *, send: bool) -> None:
    """Send again every failed request that is still wanted, and every withdrawal that nobody received."""
    report_replayed(deployment.recourse.replay.failed_filings(send=send))


def report_replayed(replayed: Iterable[ReplayResult]) -> None:
    """Write a line for each result, and their number."""
    results = list(replayed)
    for each in results:
        click.echo(f"{each.what}: {each.outcome}")
    click.echo(f"{len(results)} in all")

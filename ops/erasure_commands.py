"""`python -m ops erase` and `python -m ops retention`: a customer's data, and how long it is kept."""

from collections.abc import Iterator
from datetime import timedelta

import click

from chalicelib.aws.evidence_versions import EvidenceVersions
from chalicelib.aws.quarantine import QuarantineRow
from chalicelib.aws.retention import Retention
from chalicelib.aws.tombstones import Tombstones
from chalicelib.usecases.erasure import Erasure, ErasurePlan
from chalicelib.values.identifiers import OrderKey
from chalicelib.wiring import Recourse, utc_now
from ops.deployment import Deployment
from ops.words import IDENTIFIER

_KEPT = "backups keep what they have for up to 35 days, and the stream for 24 hours: see docs/deploy.md"


@click.command()
@click.argument("merchant", type=IDENTIFIER)
@click.option("--order", nargs=2, type=IDENTIFIER, metavar="MARKETPLACE NUMBER", help="The order to erase.")
@click.option("--name", help="The customer's name: every order of the merchant that names it.")
@click.option("--expired", is_flag=True, help="Every closed order that is older than the merchant's retention.")
@click.option("--open-too", is_flag=True, help="Also orders with an open case.")
@click.option("--erase", "really", is_flag=True, help="Erase. Without it the command only says what it would erase.")
@click.pass_obj
def erase(
    deployment: Deployment,
    merchant: str,
    *,
    order: tuple[str, str] | None,
    name: str | None,
    expired: bool,
    open_too: bool,
    really: bool,
) -> None:
    """Replace a customer's data by tombstones, by order, by name or by age.

    Hashes, ids, dates and money stay, and so do the cases. Exit 1 if something has to wait.
    """
    if sum((order is not None, bool(name), expired)) != 1:
        raise click.UsageError("name one of --order, --name and --expired")
    _require_merchant(deployment, merchant)
    erasure = erasure_of(deployment.recourse)
    orders = _orders(deployment, erasure, merchant, order=order, name=name)
    waiting = [key for key in orders if _has_to_wait(erasure, key, open_too=open_too, really=really)]
    if name:
        _erase_quarantined(erasure, tuple(erasure.quarantined_with(merchant, name)), really=really)
    click.echo(_KEPT if really else "nothing was erased: --erase does it")
    raise SystemExit(1 if really and waiting else 0)


@click.command()
@click.argument("merchant", type=IDENTIFIER)
@click.option("--days", type=click.IntRange(min=1), help="Days after the last event of a closed order.")
@click.option("--forever", is_flag=True, help="Keep the data until somebody erases it.")
@click.pass_obj
def retention(deployment: Deployment, merchant: str, *, days: int | None, forever: bool) -> None:
    """Show or set how long a merchant's customers are remembered. `erase MERCHANT --expired` carries it out."""
    _require_merchant(deployment, merchant)
    rows = Retention(deployment.recourse.clients.dynamodb, deployment.settings.table)
    if days and forever:
        raise click.UsageError("name one of --days and --forever")
    if days or forever:
        rows.set(merchant, days)
    kept = rows.days(merchant)
    click.echo(f"{merchant}: " + (f"{kept} days" if kept else "until somebody erases it"))


def erasure_of(recourse: Recourse) -> Erasure:
    """Make the erasure on the stores of a deployment. No function has it, and none has the rights."""
    table = recourse.settings.table
    return Erasure(
        histories=recourse.order_histories,
        log=recourse.log,
        tombstones=Tombstones(recourse.clients.dynamodb, table),
        versions=EvidenceVersions(recourse.clients.s3, recourse.settings.bucket),
        registry=recourse.registry,
        projector=recourse.projector,
        clock=recourse.clock,
    )


def _orders(
    deployment: Deployment, erasure: Erasure, merchant: str, *, order: tuple[str, str] | None, name: str | None
) -> Iterator[OrderKey]:
    if order is not None:
        key = OrderKey(merchant, *order)
        if not deployment.recourse.log.read(key).events:
            raise click.UsageError(f"{merchant} has no order {order[1]} on {order[0]}")
        return iter((key,))
    if name:
        return erasure.orders_of(merchant, name)
    days = Retention(deployment.recourse.clients.dynamodb, deployment.settings.table).days(merchant)
    if days is None:
        raise click.UsageError(f"{merchant} has no retention: `retention {merchant} --days 730` sets one")
    return erasure.expired(merchant, before=utc_now() - timedelta(days=days))


def _require_merchant(deployment: Deployment, merchant: str) -> None:
    if merchant not in deployment.connection_list.read().merchants:
        raise click.UsageError(f"no connection belongs to a merchant {merchant}")


def _has_to_wait(erasure: Erasure, order: OrderKey, *, open_too: bool, really: bool) -> bool:
    """Erase an order, or only report what would be erased. Returns True if the order has to wait."""
    plan = erasure.plan(order)
    obstacle = _obstacle(plan, open_too=open_too)
    if really and obstacle is None:
        plan = erasure.erase(order)
    _report(plan, obstacle, really=really)
    return obstacle is not None


def _obstacle(plan: ErasurePlan, *, open_too: bool) -> str | None:
    if plan.unfiled:
        return f"{len(plan.unfiled)} requests are on their way to the marketplace: file or withdraw them first"
    if plan.open_cases and not open_too:
        return f"open cases: {', '.join(plan.open_cases)}; --open-too erases them"
    return None


def _report(plan: ErasurePlan, obstacle: str | None, *, really: bool) -> None:
    """Write what was erased of an order, or what keeps it waiting."""
    order = plan.order
    done = "waits" if obstacle else "erased" if really else "to erase"
    counts = f"{len(plan.events)} events, {len(plan.messages)} messages, {len(plan.files)} versions of files, "
    click.echo(f"{order.marketplace} {order.order_number}: {done}: {counts}{len(plan.quarantined)} in quarantine")
    for case in plan.cases:
        click.echo(f"  case {case}")
    if obstacle:
        click.echo(f"  {obstacle}")


def _erase_quarantined(erasure: Erasure, rows: tuple[QuarantineRow, ...], *, really: bool) -> None:
    if really:
        erasure.erase_quarantined(rows)
    click.echo(f"{len(rows)} more deliveries in quarantine with this name: {'erased' if really else 'to erase'}")

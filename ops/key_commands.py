"""`python -m ops keys`: lists, makes and revokes API keys."""

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import available_timezones

import click

from chalicelib.aws.api_keys import ROLES_OF_KEYS, Person, Principal
from chalicelib.aws.failures import StoreUnavailable
from chalicelib.aws.key_list import KeyList, ListedKey
from chalicelib.values.roles import Role
from chalicelib.wiring import utc_now
from ops.deployment import Deployment
from ops.words import IDENTIFIER, columns

LANGUAGES = ("en", "zh-Hans")


@click.group()
def keys() -> None:
    """API keys of sellers, desks and operators."""


@keys.command("list")
@click.argument("merchant", type=IDENTIFIER)
@click.option("--older", is_flag=True, help="Read the whole table for keys that the first edition made, and list them.")
@click.pass_obj
def list_keys(deployment: Deployment, merchant: str, *, older: bool) -> None:
    """List a merchant's keys, never their secrets."""
    _require_merchant(deployment, merchant)
    listed = KeyList(deployment.recourse.clients.dynamodb, deployment.settings.table)
    if older:
        listed.add_unlisted(merchant)
    for line in columns(map(_row, listed.of(merchant))):
        click.echo(line)


@keys.command()
@click.argument("merchant", type=IDENTIFIER)
@click.argument("role", type=click.Choice([role.value for role in ROLES_OF_KEYS]))
@click.option(
    "--days", type=click.IntRange(min=1), help="Days until it expires. Without it, it is valid until revoked."
)
@click.option("--name", help="The person who uses the key.")
@click.option("--language", type=click.Choice(LANGUAGES), help="The language of the person's pages.")
@click.option("--zone", help="The person's time zone, such as Asia/Shanghai.")
@click.pass_obj
def make(
    deployment: Deployment,
    merchant: str,
    role: str,
    *,
    days: int | None,
    name: str | None,
    language: str | None,
    zone: str | None,
) -> None:
    """Make an API key and print its token, which is shown this once."""
    _require_merchant(deployment, merchant)
    expires_at = utc_now() + timedelta(days=days) if days else None
    person = _person(name, language, zone)
    api_keys = deployment.recourse.api_keys
    click.echo(api_keys.make(Principal(merchant, Role(role)), expires_at=expires_at, person=person))


@keys.command()
@click.argument("key_id")
@click.pass_obj
def revoke(deployment: Deployment, key_id: str) -> None:
    """Revoke an API key now. Its id is in the list, and the middle part of its token."""
    try:
        deployment.recourse.api_keys.revoke(key_id)
    except StoreUnavailable as failure:
        if failure.code == "ConditionalCheckFailedException":
            raise click.UsageError(f"there is no key {key_id}") from failure
        raise
    click.echo(f"{key_id} is revoked")


def _person(name: str | None, language: str | None, zone: str | None) -> Person | None:
    if zone is not None and zone not in available_timezones():
        raise click.UsageError(f"there is no time zone {zone}")
    if name is None or not name.strip():
        if name is not None or language or zone:
            raise click.UsageError("a language and a zone belong to a person: give the --name too")
        return None
    return Person(name.strip(), language, zone)


def _require_merchant(deployment: Deployment, merchant: str) -> None:
    """Refuse a merchant without a connection: its key would open nothing, so the name is a typing mistake."""
    if merchant not in deployment.connection_list.read().merchants:
        raise click.UsageError(f"no connection belongs to a merchant {merchant}")


def _row(key: ListedKey) -> tuple[str, ...]:
    who = " ".join(part for part in (key.language, key.time_zone) if part)
    return (key.id, key.role, key.person or "nobody named", who, "; ".join(_dates(key)))


def _dates(key: ListedKey) -> Iterator[str]:
    if key.made_at:
        yield f"made {key.made_at:%Y-%m-%d}"
    if key.revoked_at:
        yield f"revoked {key.revoked_at:%Y-%m-%d %H:%M} UTC"
    elif key.expires_at:
        yield f"{'expired' if key.expires_at <= utc_now() else 'expires'} {key.expires_at:%Y-%m-%d}"
    else:
        yield "valid until revoked"

"""`python -m ops connections`: lists, adds, shows, tests, rotates, disables and enables connections."""

import base64
import secrets
from collections.abc import Iterable, Iterator
from datetime import timedelta
from hashlib import sha256
from urllib.parse import urlsplit

import click

from chalicelib.dialects import DIALECTS
from chalicelib.wiring import utc_now
from ops.connection_needs import Certificates, Chain, Needs, public_keys
from ops.connection_probe import probe
from ops.connection_store import Entry, Listed, Secret, secrets_of, written
from ops.deployment import Deployment
from ops.words import IDENTIFIER, columns, read_secret


@click.group()
def connections() -> None:
    """Marketplace accounts and their secrets."""


@connections.command("list")
@click.pass_obj
def list_connections(deployment: Deployment) -> None:
    """List every connection."""
    listed = deployment.connection_list.read()
    rows = [_row(name, entry, "on") for name, entry in sorted(listed.live.items())]
    rows += [_row(name, entry, "disabled") for name, entry in sorted(listed.disabled.items())]
    for line in columns(rows):
        click.echo(line)


@connections.command()
@click.argument("name", type=IDENTIFIER)
@click.option("--merchant", type=IDENTIFIER, required=True)
@click.option("--marketplace", type=IDENTIFIER, required=True)
@click.option("--dialect", type=click.Choice(sorted(DIALECTS)), required=True)
@click.option("--filing-url", help="The endpoint that takes requests. Without it a person files them.")
@click.option("--app-key", help="The app key of the marketplace's developer console, if its dialect has one.")
@click.option("--webhook-id", help="The id of our webhook at PayPal.")
@click.option("--shop-domain", help="The domain of the shop at Shopify, such as name.myshopify.com.")
@click.option("--callback-url", help="The address to which Shopee posts, as it stands in Shopee's console.")
@click.option(
    "--certificate", "certificates", type=(str, Certificates()), multiple=True, help="A URL and its PEM file."
)
@click.option("--issuer", type=Certificates(), help="A PEM file of an issuer that is trusted beside the usual ones.")
@click.pass_obj
def add(
    deployment: Deployment,
    /,
    name: str,
    *,
    app_key: str | None,
    webhook_id: str | None,
    shop_domain: str | None,
    callback_url: str | None,
    certificates: tuple[tuple[str, Chain], ...],
    issuer: Chain | None,
    **entry: str | None,
) -> None:
    """Add a connection.

    In the dialects `standard` and `paypal` the secret is made and shown once. For others it is read from the keyboard,
    or from standard input. What the dialect needs besides is checked before anything is written.
    """
    listed = deployment.connection_list.read()
    if name in listed:
        raise click.UsageError(f"the connection {name} is there already")
    _require_url(entry["filing_url"])
    dialect = str(entry["dialect"])
    needs = Needs(
        app_key=app_key,
        webhook_id=webhook_id,
        shop_domain=shop_domain,
        callback_url=callback_url,
        certificates=certificates,
    )
    content = needs.of(DIALECTS[dialect], issuer or ())
    secret = _new_secret(dialect)
    # The secret comes first: a listed connection without one answers 503 and raises an alarm.
    deployment.parameters.write(name, content | {"secrets": written((Secret(secret),))})
    deployment.connection_list.write(listed, live={**listed.live, name: entry}, disabled=listed.disabled)
    click.echo(f"{name} is added, and the door knows it within a minute: POST {_door(deployment, name)}")
    _show_once(dialect, secret)


@connections.command()
@click.argument("name")
@click.pass_obj
def show(deployment: Deployment, name: str) -> None:
    """Show a connection and the state of its secrets, never the secrets."""
    listed, entry = _one(deployment, name)
    rows = [("name", name), ("state", "on" if name in listed.live else "disabled"), ("door", _door(deployment, name))]
    rows += [(field, "none" if value is None else str(value)) for field, value in sorted(entry.items())]
    stored = deployment.parameters.read(name)
    rows += [("secret", line) for line in _secret_lines(None if stored is None else secrets_of(stored))]
    for line in columns(rows):
        click.echo(line)


@connections.command()
@click.argument("name")
@click.option("--deliver", is_flag=True, help="Also deliver a signed event that changes nothing.")
@click.pass_obj
def test(deployment: Deployment, name: str, *, deliver: bool) -> None:
    """Test a connection: entry, secrets, dialect, and the door. Exit 1 if a check fails."""
    listed, _ = _one(deployment, name)
    if name not in listed.live:
        raise click.UsageError(f"the connection {name} is disabled")
    checks = list(probe(deployment, name, deliver=deliver))
    for check in checks:
        click.echo(f"{'ok' if check.holds else 'FAILED':6}  {check.what}")
    raise SystemExit(0 if all(check.holds for check in checks) else 1)


@connections.command()
@click.argument("name")
@click.option("--overlap", type=click.IntRange(min=0), default=24, show_default=True, help="Hours the old one stays.")
@click.pass_obj
def rotate(deployment: Deployment, name: str, *, overlap: int) -> None:
    """Give a connection a new secret. The old one stays valid for the overlap."""
    _, entry = _one(deployment, name)
    stored = deployment.parameters.read(name)
    if stored is None:
        raise click.UsageError(f"the connection {name} has no secret: is its parameter deleted?")
    now, secret = utc_now(), _new_secret(entry["dialect"])
    end = now + timedelta(hours=overlap)
    old = (each for each in secrets_of(stored) if each.until is None or now < each.until)
    ending = tuple(Secret(each.value, min(end, each.until or end)) for each in old)
    deployment.parameters.write(name, stored | {"secrets": written((Secret(secret), *ending))})
    click.echo(f"{name} has a new secret, valid within a minute. The old one ends at {end:%Y-%m-%d %H:%M} UTC")
    _show_once(entry["dialect"], secret)


@connections.command()
@click.argument("name")
@click.argument("url")
@click.argument("file", type=Certificates())
@click.option("--issuer", type=Certificates(), help="A PEM file of an issuer that is trusted beside the usual ones.")
@click.pass_obj
def pin(deployment: Deployment, /, *, name: str, url: str, file: Chain, issuer: Chain | None) -> None:
    """Pin one more certificate of PayPal to a connection: its URL and its PEM file. The others stay."""
    _, entry = _one(deployment, name)
    stored = deployment.parameters.read(name)
    if stored is None or "certificates" not in DIALECTS[entry["dialect"]].needs:
        raise click.UsageError(f"the connection {name} needs no certificate, or its parameter is deleted")
    pinned = stored.get("public_keys", {}) | public_keys(((url, file),), issuer or ())
    deployment.parameters.write(name, stored | {"public_keys": pinned})
    click.echo(f"{name} takes what {url} signs, within a minute. Certificates: {len(pinned)}")


@connections.command()
@click.argument("name")
@click.option("--delete-secret", is_flag=True, help="Delete its secrets too. It cannot be enabled again.")
@click.pass_obj
def disable(deployment: Deployment, name: str, *, delete_secret: bool) -> None:
    """Disable a connection: its deliveries get 401 within a minute, and its requests are left to a person."""
    listed, entry = _one(deployment, name)
    live = {other: each for other, each in listed.live.items() if other != name}
    deployment.connection_list.write(listed, live=live, disabled={**listed.disabled, name: entry})
    if delete_secret and deployment.parameters.read(name) is not None:
        deployment.parameters.delete(name)
    click.echo(f"{name} is disabled{', and its secrets are deleted' if delete_secret else ''}")


@connections.command()
@click.argument("name")
@click.pass_obj
def enable(deployment: Deployment, name: str) -> None:
    """Enable a disabled connection again."""
    listed, entry = _one(deployment, name)
    if deployment.parameters.read(name) is None:
        raise click.UsageError(f"the secrets of {name} are deleted: add it under a new name")
    disabled = {other: each for other, each in listed.disabled.items() if other != name}
    deployment.connection_list.write(listed, live={**listed.live, name: entry}, disabled=disabled)
    click.echo(f"{name} is enabled, and the door knows it within a minute")


def _one(deployment: Deployment, name: str) -> tuple[Listed, Entry]:
    listed = deployment.connection_list.read()
    if name not in listed:
        raise click.UsageError(f"there is no connection {name}")
    return listed, listed[name]


def _row(name: str, entry: Entry, state: str) -> tuple[str, ...]:
    filing = entry.get("filing_url") or "filed by a person"
    return (name, str(entry.get("merchant")), str(entry.get("marketplace")), str(entry.get("dialect")), state, filing)


def _new_secret(dialect: str) -> str:
    if not DIALECTS[dialect].gives_secret:
        return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    return read_secret("the secret that the marketplace gave")


def _show_once(dialect: str, secret: str) -> None:
    if not DIALECTS[dialect].gives_secret:
        click.echo(f"its secret, shown this once: {secret}")


def _require_url(url: str | None) -> None:
    if url is not None and (urlsplit(url).scheme not in {"https", "http"} or not urlsplit(url).hostname):
        raise click.UsageError(f"{url} is no URL")


def _door(deployment: Deployment, name: str) -> str:
    base = deployment.place.api_url
    return f"{(base or 'https://YOUR-API').rstrip('/')}/webhooks/{name}"


def _secret_lines(stored: Iterable[Secret] | None) -> Iterator[str]:
    """Yield a line for each secret: a mark by which two can be told apart, and its end."""
    if stored is None:
        yield "none: the door answers 503"
        return
    for each in stored:
        mark = sha256(each.value.encode()).hexdigest()[:8]
        yield f"{mark}, {'without an end' if each.until is None else f'until {each.until:%Y-%m-%d %H:%M} UTC'}"

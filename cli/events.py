"""Events of a marketplace: a valid sample of each type, changed by the command line, and sent signed."""

import json
import secrets
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from importlib.resources import files
from typing import Any

import click

from . import talk
from .api import Answer, Api
from .failures import problem_of
from .instants import now, written
from .signing import signed

STANDARD = "standard"


@dataclass(frozen=True, slots=True)
class Connection:
    """One connection in Standard Webhooks, with the secret that signs its deliveries."""

    name: str
    secret: str
    marketplace: str | None = None


def samples() -> dict[str, dict[str, Any]]:
    """Return the data of a sample of each type."""
    return tomllib.loads(_text("events.toml"))


def sample(api: Api, kind: str) -> dict[str, Any]:
    """Return the data of a sample of a type. A type that is newer than this command has that of the API's document.

    A type that the document does not know is sent with the ids alone, and a note says so: it may be misspelt.
    """
    own = samples().get(kind)
    if own is not None:
        return own
    described = api.document().get("webhooks", {}).get(kind, {}).get("post", {})
    content = described.get("requestBody", {}).get("content", {}).get("application/json", {})
    example = content.get("examples", {}).get(kind, {}).get("value", {}).get("data")
    if isinstance(example, dict):
        return example | _IDS
    talk.say(f"the document of the API has no type {kind}: it is sent with the ids alone, kept, and changes nothing")
    return dict(_IDS)


_IDS = {"order_number": "$order", "return_id": "$return"}


def connection_of(api: Api, name: str, secret: str | None) -> Connection:
    """Return a connection whose secret is known. Refuses one that speaks another dialect."""
    known = api.profile.connections.get(name, {})
    if known.get("dialect", STANDARD) != STANDARD:
        raise click.UsageError(f"{name} speaks {known['dialect']}, and only Standard Webhooks can be signed here")
    key = secret or known.get("secret")
    if not key:
        raise click.UsageError(f"the secret of {name} is not known: --stack FILE, --secret, or RECOURSE_WEBHOOK_SECRET")
    return Connection(name, key, known.get("marketplace"))


def deliver(api: Api, connection: Connection, kind: str, data: Mapping[str, Any], *, at: datetime) -> Answer:
    """Send one event, and return the answer with the delivery's id."""
    body = json.dumps({"type": kind, "timestamp": written(at), "data": data}).encode()
    identity = f"evt_{secrets.token_hex(8)}"
    try:
        headers = signed(body, secret=connection.secret, delivery_id=identity, at=now())
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    url = f"{api.profile.api_url}/webhooks/{connection.name}"
    answered = api.fetch("POST", url, data=body, headers=headers)
    if answered.status_code >= HTTPStatus.BAD_REQUEST:
        raise problem_of(answered.status_code, answered.text)
    read: Answer = answered.json()
    return {"type": kind, "delivery_id": identity} | read


def filled(value: object, words: Mapping[str, object]) -> object:
    """Replace `$name` in every text of a value. A text that is only a name becomes what the name stands for."""
    if isinstance(value, dict):
        return {name: filled(each, words) for name, each in value.items()}
    if isinstance(value, list):
        return [filled(each, words) for each in value]
    return _filled_text(value, words) if isinstance(value, str) else value


def _filled_text(text: str, words: Mapping[str, object]) -> object:
    if text[:1] == "$" and text[1:] in words:
        return words[text[1:]]
    for name in sorted(words, key=len, reverse=True):
        text = text.replace(f"${name}", str(words[name]))
    return text


def set_at(content: dict[str, Any], path: str, value: object) -> None:
    """Put a value at a path such as `data.lines.0.quantity`. Refuses a path that leads nowhere."""
    *way, last = path.split(".")
    place: Any = content
    try:
        for step in way:
            place = place[int(step)] if isinstance(place, list) else place.setdefault(step, {})
        place[int(last) if isinstance(place, list) else last] = value
    except (IndexError, ValueError, TypeError, AttributeError):
        raise click.UsageError(f"{path} leads nowhere in this event") from None


def assigned(texts: Sequence[str]) -> list[tuple[str, object]]:
    """Read `path=value`. A value that is JSON is read as JSON, and any other one is a text."""
    return [_assignment(text) for text in texts]


def _assignment(text: str) -> tuple[str, object]:
    path, equals, value = text.partition("=")
    if not equals or not path:
        raise click.UsageError(f"{text}: write path=value, such as data.lines.0.quantity=3")
    try:
        return path, json.loads(value)
    except ValueError:
        return path, value


def _text(name: str) -> str:
    return files(__package__ or "").joinpath(name).read_text(encoding="utf-8")

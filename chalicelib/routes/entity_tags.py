"""Entity tags: an answer names its content, and a request names what its sender has seen (RFC 9110, 8.8.3).

The tag of a case begins with its version. `If-None-Match` on a read compares the whole tag. `If-Match` on a command
compares the version only, so that it may also be the version alone.
"""

from collections.abc import Iterator
from hashlib import sha256
from http import HTTPStatus

from chalice.app import Response

from chalicelib.routes.problems import answer
from chalicelib.routes.requests import Event, header_values

_ANY = "*"
_LENGTH = 20  # hexadecimal digits of the content's hash


def tagged(event: Event, body: str, *, version: str | None = None, content: str | None = None) -> Response:
    """Answer a read with its entity tag, or with 304 if the client has this content already.

    `content` is what the tag is made of, if that is not the whole body.
    """
    digest = sha256((body if content is None else content).encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]
    tag = f'"{digest}"' if version is None else f'"{version}-{digest}"'
    response = answer(body)
    response.headers["ETag"] = tag
    known = [_opaque(sent) for sent in _tags(event, "if-none-match")]
    if tag.strip('"') in known or _ANY in known:
        response.status_code, response.body = HTTPStatus.NOT_MODIFIED, ""
        del response.headers["Content-Type"]
    return response


def seen_versions(event: Event) -> frozenset[str] | None:
    """Read the versions that the sender of a command has seen. None if the request does not name one, or any."""
    sent = [_opaque(tag) for tag in _tags(event, "if-match")]
    return None if not sent or _ANY in sent else frozenset(tag.partition("-")[0] for tag in sent)


def _tags(event: Event, name: str) -> Iterator[str]:
    for value in header_values(event, name):
        yield from (tag.strip() for tag in value.split(",") if tag.strip())


def _opaque(tag: str) -> str:
    """Return a tag without its quotes. A gateway that compresses marks it as weak, which does not matter here."""
    return tag.removeprefix("W/").strip('"')

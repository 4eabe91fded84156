"""Attributes of rows: texts, instants, bytes, and bodies that are compressed if that makes them smaller."""

import json
import zlib
from collections.abc import Mapping
from datetime import datetime

from chalicelib.aws.keys import Item
from chalicelib.values.instants import parse_instant

_PLAIN, _SQUEEZED = BODIES = ("body", "body_z")
_HEADERS = "headers"


def pack(body: bytes) -> Item:
    """Make the attribute of a body.

    Its name shows if the body is compressed, because random bytes would grow.
    """
    squeezed = zlib.compress(body, 9)
    if len(squeezed) < len(body):
        return {_SQUEEZED: {"B": squeezed}}
    return {_PLAIN: {"B": body}}


def unpack(item: Item) -> bytes:
    """Read the body of a row, byte for byte as it was packed.

    Raises ValueError if it is damaged.
    """
    if _SQUEEZED not in item:
        return binary(item, _PLAIN)
    try:
        return zlib.decompress(binary(item, _SQUEEZED))
    except zlib.error as error:
        raise ValueError("a squeezed body is damaged") from error


def pack_headers(headers: Mapping[str, str]) -> Item:
    """Make the attribute of the headers that a dialect reads. No headers make no attribute."""
    return texts(**{_HEADERS: json.dumps(headers, sort_keys=True) if headers else None})


def unpack_headers(item: Item) -> dict[str, str]:
    """Read the headers of a row."""
    stored: dict[str, str] = json.loads(text_or_none(item, _HEADERS) or "{}")
    return stored


def texts(**values: str | None) -> Item:
    """Make the text attributes of a row.

    A text that is None makes no attribute.
    """
    return {name: {"S": value} for name, value in values.items() if value is not None}


def text(item: Item, name: str) -> str:
    """Read a text attribute."""
    return str(item[name]["S"])


def text_or_none(item: Item, name: str) -> str | None:
    """Read a text attribute.

    Returns None if the row does not have it.
    """
    return text(item, name) if name in item else None


def instant(item: Item, name: str) -> datetime:
    """Read an instant attribute."""
    return parse_instant(text(item, name))


def instant_or_none(item: Item, name: str) -> datetime | None:
    """Read an instant attribute.

    Returns None if the row does not have it.
    """
    return instant(item, name) if name in item else None


def binary(item: Item, name: str) -> bytes:
    """Read a binary attribute."""
    value = item[name]["B"]
    if not isinstance(value, bytes):
        raise TypeError(f"{name} is not binary")
    return value

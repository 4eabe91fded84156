"""`/console/{asset}`: the pages of the console, as `make console` built them."""

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from chalice.app import Blueprint, Response

from chalicelib.routes.expected_errors import with_problems
from chalicelib.routes.problems import Problem, document
from chalicelib.routes.requests import header_values
from chalicelib.values.sentences import say
from chalicelib.wiring import recourse

console = Blueprint(__name__)

_FOLDER = Path(__file__).parent.parent / "console"
_KINDS: Final[Mapping[str, str]] = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".txt": "text/plain; charset=utf-8",
}
# Only these names are answered, so that no name of a request ever becomes a path.
ASSETS: Final = frozenset(path.name for path in _FOLDER.iterdir() if path.suffix in _KINDS)
_FOREVER, _ASK_AGAIN = "public, max-age=31536000, immutable", "no-cache"
_ALWAYS: Final = {
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(self)",
}


@console.route("/console")
@with_problems
def open_console() -> Response:
    """Lead to the first page. The address is relative, so that it is right under every stage and domain."""
    return Response("", {"Location": "console/index.html", **_ALWAYS}, HTTPStatus.FOUND)


@console.route("/console/{asset}")
@with_problems
def show_asset(asset: str) -> Response:
    """Show one file of the console. A file whose name has its hash never changes."""
    if asset not in ASSETS:
        raise Problem(HTTPStatus.NOT_FOUND, say("no-such-file", "there is no such file of the console"))
    text, tag = _read(asset)
    headers = {
        "Cache-Control": _FOREVER if "-" in asset else _ASK_AGAIN,
        "Content-Security-Policy": content_policy(_bucket_origin() if asset.endswith(".html") else ""),
        "ETag": tag,
        **_ALWAYS,
    }
    shown = document(text, _KINDS[Path(asset).suffix], headers=headers)
    if tag in header_values(console.current_request.to_original_event(), "if-none-match"):
        shown.body, shown.status_code = "", HTTPStatus.NOT_MODIFIED
    return shown


def content_policy(bucket: str) -> str:
    """Write the policy of content: our own scripts and styles only, and files from and to the bucket."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            f"img-src 'self' data: blob: {bucket}".strip(),
            f"connect-src 'self' {bucket}".strip(),
            "manifest-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types recourse",
        )
    )


@lru_cache(maxsize=64)
def _read(asset: str) -> tuple[str, str]:
    text = (_FOLDER / asset).read_text(encoding="utf-8")
    return text, f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def _bucket_origin() -> str:
    """Return the origin of the addresses to which files are uploaded."""
    address = urlsplit(recourse().evidence_bucket.address)
    return f"{address.scheme}://{address.netloc}"

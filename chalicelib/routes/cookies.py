"""The cookie of a session, and the proof that a page of our own sent it.

A browser sends a cookie with every request to its host, so a cookie alone does not prove that the person wanted the
request. Browsers say in `Sec-Fetch-Site` which site's page asked, and older ones name the page's origin. Neither can be
set by a page.
"""

from http import HTTPStatus
from urllib.parse import urlsplit

from chalicelib.routes.problems import Problem
from chalicelib.routes.requests import Event, header_values
from chalicelib.values.sentences import say

_NAME = "__Host-recourse"
_FLAGS = "Path=/; Secure; HttpOnly; SameSite=Strict"
_SECONDS = 12 * 60 * 60
_READING = frozenset({"GET", "HEAD"})


def session_cookie(event: Event) -> str | None:
    """Find the token in the cookie of a request.

    Returns None without a cookie. A cookie that comes twice is no token.
    """
    name = _cookie_name(event)
    pairs = (pair.partition("=") for value in header_values(event, "cookie") for pair in value.split(";"))
    values = [value.strip() for key, _, value in pairs if key.strip() == name]
    return values[0] if len(values) == 1 else "" if values else None


def set_cookie(event: Event, token: str, *, seconds: int = _SECONDS) -> dict[str, str]:
    """Write the header that keeps a session in the browser."""
    return {"Set-Cookie": f"{_cookie_name(event)}={token}; {_FLAGS}; Max-Age={seconds}"}


def clear_cookie(event: Event) -> dict[str, str]:
    """Write the header that deletes the session in the browser."""
    return set_cookie(event, "", seconds=0)


def require_same_origin(event: Event) -> None:
    """Answer 403 if a request that can change something does not prove that our own page sent it."""
    if event["requestContext"]["httpMethod"] not in _READING and not _is_from_here(event):
        raise Problem(HTTPStatus.FORBIDDEN, say("foreign-page", "a page of another site may not do this"))


def require_no_other_origin(event: Event) -> None:
    """Answer 403 if a request says that a page of another site sent it. What no browser sent says nothing."""
    if (header_values(event, "sec-fetch-site") or header_values(event, "origin")) and not _is_from_here(event):
        raise Problem(HTTPStatus.FORBIDDEN, say("foreign-page", "a page of another site may not do this"))


def host(event: Event) -> str:
    """Return the host and port that a request was sent to."""
    return (header_values(event, "host") or ("",))[-1].lower()


def _is_from_here(event: Event) -> bool:
    sites = header_values(event, "sec-fetch-site")
    if sites:
        return sites == ("same-origin",)
    origins = header_values(event, "origin")
    return len(origins) == 1 and bool(host(event)) and _authority(origins[0]) == host(event)


def _authority(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def _cookie_name(event: Event) -> str:
    """Name the cookie by the port, because cookies ignore it and two local stacks would share one."""
    port = host(event).rpartition(":")[2]
    return f"{_NAME}-{port}" if port.isdigit() and ":" in host(event) else _NAME

"""Calls of the API with one key."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import requests

from .failures import NoKeyError, UnavailableError, problem_of
from .profiles import Profile

Answer = dict[str, Any]
_SECONDS = 30
_AGENT = "recourse-cli/1.0.0"


class Api:
    """The API at one address. Whatever is not an answer of 2xx ends the command."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self._session = requests.Session()
        self._session.headers["user-agent"] = _AGENT

    def get(self, path: str, **query: str | int | None) -> Answer:
        """Read something with the key. A parameter that is None is left out."""
        parameters = {name: str(value) for name, value in query.items() if value is not None}
        return _json(self.request("GET", path, params=parameters, headers=self._key()))

    def post(self, path: str, body: Mapping[str, Any], **headers: str) -> Answer:
        """Ask for something with the key."""
        return self._send("POST", path, body, headers)

    def put(self, path: str, body: Mapping[str, Any]) -> Answer:
        """Record something with the key."""
        return self._send("PUT", path, body, {})

    def request(self, method: str, path: str, **arguments: Any) -> requests.Response:
        """Send one request, and return an answer of 2xx or 3xx."""
        answered = self.fetch(method, f"{self.profile.api_url}{path}", **arguments)
        if answered.status_code >= HTTPStatus.BAD_REQUEST:
            raise problem_of(answered.status_code, answered.text, answered.headers.get("retry-after"))
        return answered

    def fetch(self, method: str, url: str, **arguments: Any) -> requests.Response:
        """Send one request to any address, and return its answer."""
        try:
            return self._session.request(method, url, timeout=_SECONDS, allow_redirects=False, **arguments)
        except requests.RequestException as error:
            place = url.partition("?")[0]
            raise UnavailableError(f"{place} does not answer ({type(error).__name__})") from None

    def document(self) -> Answer:
        """Read the document of the API, which needs no key."""
        return _json(self.request("GET", "/openapi.json"))

    def case(self, case_id: str) -> Answer:
        """Read a case."""
        return self.get(case_path(case_id))

    def pages(self, path: str, member: str, *, most: int, **query: str | int | None) -> Iterator[Answer]:
        """Read a list page by page."""
        cursor: str | None = None
        while most > 0:
            page = self.get(path, limit=min(most, 100), cursor=cursor, **query)
            yield from page[member][:most]
            most -= len(page[member])
            cursor = page["next_cursor"]
            if cursor is None:
                return

    def _send(self, method: str, path: str, body: Mapping[str, Any], headers: Mapping[str, str]) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return _json(self.request(method, path, json=dict(body), headers=self._key() | named))

    def _key(self) -> dict[str, str]:
        if not self.profile.key:
            raise NoKeyError("no key is known: recourse login, --stack FILE, or RECOURSE_API_KEY")
        return {"authorization": f"Bearer {self.profile.key}"}


def case_path(case_id: str) -> str:
    """Return the path of a case."""
    return f"/cases/{quote(case_id, safe='')}"


def _json(answered: requests.Response) -> Answer:
    try:
        read: Answer = answered.json()
    except ValueError:
        raise UnavailableError(f"{answered.url.partition('?')[0]} answers no JSON: is it the API?") from None
    return read

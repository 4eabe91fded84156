"""Answers to errors, as `application/problem+json` (RFC 9457)."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from chalice.app import Response

from chalicelib.logbook import current_request
from chalicelib.routes.languages import spoken, translated
from chalicelib.values.catalogue import Catalogue
from chalicelib.values.languages import Language
from chalicelib.values.sentences import Sentence, say
from chalicelib.views.problem_types import USUAL, ProblemName, type_of

PROBLEM_JSON: Final = "application/problem+json"
_INERT: Final = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


_NOTHING_STORED: Final = say("nothing-stored", "nothing was stored; send it again")


class Problem(Exception):
    """An answer to an error, which any route can raise.

    `kind` is its type, or None for the usual one of its status. `members` are added to those of the RFC: `rule`,
    `errors`, `event`.
    """

    def __init__(
        self,
        status: HTTPStatus,
        detail: Sentence,
        *,
        kind: ProblemName | None = None,
        headers: Mapping[str, str] | None = None,
        **members: object,
    ) -> None:
        super().__init__(str(detail))
        self.status = status
        self.kind = kind or USUAL.get(status)
        self._detail = detail
        self._headers = headers or {}
        self._members = members
        self._written: dict[Language, str] = {}

    @property
    def response(self) -> Response:
        """The problem as a Chalice response."""
        words, request = spoken(), current_request()
        if words.language not in self._written:
            self._written[words.language] = json.dumps(self._body(words))
        text = self._written[words.language]
        if request is not None:
            text = f'{text[:-1]}, "instance": {json.dumps(request)}}}'
        headers: dict[str, str | list[str]] = {**_INERT, **self._headers, "Content-Type": PROBLEM_JSON}
        return Response(text, headers, self.status.value)

    def _body(self, words: Catalogue) -> dict[str, object]:
        """Return the members that are the same for every request, so that a constant problem is written once."""
        return {
            "type": type_of(self.kind) if self.kind else "about:blank",
            "title": words.write(self.status.phrase),
            "status": self.status.value,
            "detail": words.write(self._detail),
            "code": self._detail.code,
            **translated(self._members),
        }


def answer(body: str | Mapping[str, object], status: HTTPStatus = HTTPStatus.OK) -> Response:
    """Make a successful answer from JSON text, or from a mapping that is written as JSON."""
    text = body if isinstance(body, str) else json.dumps(body)
    return Response(text, {**_INERT, "Content-Type": "application/json"}, status)


def document(text: str, kind: str, *, headers: Mapping[str, str] | None = None) -> Response:
    """Make a successful answer of another media type.

    `headers` replace the usual ones.
    """
    return Response(text, {**_INERT, "Content-Type": kind, **(headers or {})}, HTTPStatus.OK)


def unavailable(detail: Sentence = _NOTHING_STORED, kind: ProblemName = ProblemName.BUSY) -> Problem:
    """Make the answer 503, which says what is known. For a delivery that is: nothing was stored."""
    return Problem(HTTPStatus.SERVICE_UNAVAILABLE, detail, kind=kind, headers={"Retry-After": "5"})

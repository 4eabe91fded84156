"""The table of declared routes, which finds the route of a path as API Gateway does."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote


@dataclass(frozen=True, slots=True)
class Match:
    """A declared path and what stood in its braces, percent-decoded."""

    path: str
    parameters: Mapping[str, str]


class RouteTable:
    """Declared paths such as `/cases/{case_id}`.

    A literal segment wins over one in braces.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._routes = [(path, path.strip("/").split("/")) for path in sorted(paths, key=_literal_first)]

    def match(self, path: str) -> Match | None:
        """Return the route of a path as it was sent, percent-encoded.

        A slash at its end is forgiven.
        """
        sent = path.removeprefix("/").removesuffix("/").split("/")
        for declared, segments in self._routes:
            parameters = _fit(segments, sent)
            if parameters is not None:
                return Match(declared, parameters)
        return None


def _literal_first(path: str) -> list[bool]:
    return [segment.startswith("{") for segment in path.split("/")]


def _fit(segments: list[str], sent: list[str]) -> dict[str, str] | None:
    if len(segments) != len(sent):
        return None
    parameters = {}
    for segment, value in zip(segments, sent, strict=True):
        if segment.startswith("{") and value:
            parameters[segment.strip("{}")] = unquote(value)
        elif segment != unquote(value):
            return None
    return parameters

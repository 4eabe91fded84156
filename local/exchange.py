"""A request and its answer, as API Gateway sees them: nothing is decoded or joined yet."""

from dataclasses import dataclass

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A complete request. `path` and `query` are percent-encoded as they were sent."""

    method: str
    path: str
    query: str
    headers: Headers
    body: bytes

    def header(self, name: str) -> str | None:
        """Return the last value of a header, or None. The name is in any case."""
        return next((value for key, value in reversed(self.headers) if key.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A complete answer. The server adds date, length and connection."""

    status: int
    headers: Headers = ()
    body: bytes = b""

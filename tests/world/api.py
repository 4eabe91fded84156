"""The application as API Gateway calls it: proxy events in, answers out."""

import json
from dataclasses import dataclass
from typing import Any

from app import app

JSON = ("Content-Type", "application/json")


@dataclass(frozen=True)
class Answered:
    """The answer that API Gateway gets."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def is_problem(self) -> bool:
        """Tell whether it is an error in the form of RFC 9457, with its own status."""
        members = ("type", "title", "status", "detail")
        return (
            self.headers["Content-Type"] == "application/problem+json"
            and self.json["status"] == self.status
            and all(member in self.json for member in members)
        )


def call(method: str, resource: str, *, headers=(), body=None, is_base64=False, query=None, **path) -> Answered:
    """Call a route with headers as pairs, in any case and number."""
    doubled: dict[str, list[str]] = {}
    for name, value in headers:
        doubled.setdefault(name, []).append(value)
    event = {
        "resource": resource,
        "requestContext": {"resourcePath": resource, "httpMethod": method, "path": resource},
        "headers": {name: values[-1] for name, values in doubled.items()} or None,
        "multiValueHeaders": doubled or None,
        "multiValueQueryStringParameters": {name: [value] for name, value in (query or {}).items()} or None,
        "pathParameters": path or None,
        "stageVariables": None,
        "body": body,
        "isBase64Encoded": is_base64,
    }
    result = app(event, None)
    return Answered(result["statusCode"], result["headers"], result["body"])

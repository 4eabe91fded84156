"""The application as API Gateway calls it: proxy events in, answers out."""

import json
from dataclasses import dataclass
from typing import Any

from app import app
from chalicelib.views.problem_types import PROBLEMS, type_of
from tests.world import documented

REQUEST_ID = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef"
JSON = ("Content-Type", "application/json")
TYPES: dict[int, set[str]] = {
    kind.status: {type_of(name) for name, row in PROBLEMS.items() if row.status is kind.status}
    for kind in PROBLEMS.values()
}


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
        """Tell whether it is an error in the form of RFC 9457, with a type of its status."""
        members = ("type", "title", "status", "detail")
        return (
            self.headers.get("Content-Type") == "application/problem+json"
            and self.json["status"] == self.status
            and all(member in self.json for member in members)
            and self.json["type"] in TYPES[self.status]
        )


def call(method: str, resource: str, *, headers=(), body=None, is_base64=False, query=None, **path) -> Answered:
    """Call a route with headers as pairs, in any case and number."""
    doubled: dict[str, list[str]] = {}
    for name, value in headers:
        doubled.setdefault(name, []).append(value)
    event = {
        "resource": resource,
        "requestContext": {"resourcePath": resource, "httpMethod": method, "path": resource, "requestId": REQUEST_ID},
        "headers": {name: values[-1] for name, values in doubled.items()} or None,
        "multiValueHeaders": doubled or None,
        "multiValueQueryStringParameters": {name: [value] for name, value in (query or {}).items()} or None,
        "pathParameters": path or None,
        "stageVariables": None,
        "body": body,
        "isBase64Encoded": is_base64,
    }
    result = app(event, None)
    answered = Answered(result["statusCode"], result["headers"], result["body"])
    documented.check(method, resource, answered.status, answered.headers.get("Content-Type", ""), answered.text)
    return answered

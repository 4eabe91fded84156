"""The events that API Gateway (REST, v1, proxy) makes of requests, and the answers it makes of results.

Shapes: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
"""

import base64
import time
import uuid
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote

from local.exchange import Answer, Headers, Request
from local.route_table import Match

STAGE = "local"


def proxy_event(request: Request, match: Match, *, binary_types: Iterable[str]) -> dict[str, Any]:
    """Return the event a function behind this route gets for this request."""
    headers = _gathered(request.headers, any_case=True)
    arguments = _gathered(parse_qsl(request.query, keep_blank_values=True), any_case=False)
    content_type = (request.header("content-type") or "").split(";")[0].strip().lower()
    body, is_base64 = _carried(request.body, binary=content_type in set(binary_types))
    return {
        "resource": match.path,
        "path": unquote(request.path),
        "httpMethod": request.method,
        "headers": _last_of_each(headers),
        "multiValueHeaders": headers,
        "queryStringParameters": _last_of_each(arguments) or None,
        "multiValueQueryStringParameters": arguments or None,
        "pathParameters": dict(match.parameters) or None,
        "stageVariables": None,
        "requestContext": _context(request, match.path),
        "body": body,
        "isBase64Encoded": is_base64,
    }


def answer_from(result: Mapping[str, Any]) -> Answer:
    """Return what a client gets for a function's result.

    Without a content type it is JSON.
    """
    body = result.get("body") or ""
    return Answer(
        status=int(result["statusCode"]),
        headers=_headers_of(result),
        body=base64.b64decode(body) if result.get("isBase64Encoded") else body.encode(),
    )


def _headers_of(result: Mapping[str, Any]) -> Headers:
    """Return the headers with many values, then those with one that are new, then the content type if none is."""
    many: Mapping[str, list[str]] = result.get("multiValueHeaders") or {}
    headers = [(name, str(value)) for name, values in many.items() for value in values]
    names = {name.lower() for name in many}
    for name, value in [*(result.get("headers") or {}).items(), ("content-type", "application/json")]:
        if name.lower() not in names:
            headers.append((name, str(value)))
            names.add(name.lower())
    return tuple(headers)


def _context(request: Request, resource_path: str) -> dict[str, Any]:
    return {
        "accountId": "123456789012",
        "apiId": "local",
        "stage": STAGE,
        "requestId": str(uuid.uuid4()),
        "requestTimeEpoch": int(time.time() * 1000),
        "resourcePath": resource_path,
        "path": request.path,
        "httpMethod": request.method,
        "protocol": "HTTP/1.1",
        "identity": {"sourceIp": "127.0.0.1", "userAgent": request.header("user-agent")},
    }


def _carried(body: bytes, *, binary: bool) -> tuple[str | None, bool]:
    if not body:
        return None, False
    if not binary:
        try:
            return body.decode(), False
        except UnicodeDecodeError:
            pass  # JSON cannot carry it as text
    return base64.b64encode(body).decode(), True


def _gathered(pairs: Iterable[tuple[str, str]], *, any_case: bool) -> dict[str, list[str]]:
    names: dict[str, str] = {}
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        first = names.setdefault(name.lower() if any_case else name, name)
        values.setdefault(first, []).append(value)
    return values


def _last_of_each(values: Mapping[str, list[str]]) -> dict[str, str]:
    return {name: each[-1] for name, each in values.items()}

"""`python -m local.recorder`: plays the demo, and keeps one exchange of each call for the API document.

The examples of the document are recorded, not invented. Ids and dates differ with each recording. Keys and tokens are
replaced, and so are the addresses of this machine.
"""

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urlsplit

import requests

from chalicelib.routes.described import ROUTES, Described
from local import stack, story
from local.outsiders import Marketplace, Seller
from local.platform_simulator import PlatformSimulator
from local.teller import Teller
from ops.template import PROJECT

PUBLISHED: Final = PROJECT / "ops" / "examples.json"
_JSON: Final = "application/json"
_SECRET: Final = (
    (re.compile(r"rk_[a-z0-9]+_[A-Za-z0-9-]+"), "rk_0123456789ab_the-secret-of-this-key"),
    (re.compile(r"rs1\.[A-Za-z0-9._-]+"), "rs1.the-token-of-this-session"),
    (re.compile(r"Signature=[0-9a-f]{64}"), "Signature=0123"),
)

Exchange = dict[str, Any]
_Send = Callable[..., requests.Response]


class Recorder:
    """Keeps the first good exchange of each call that passes."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._forms = [(route, re.compile(re.sub(r"{\w+}", "[^/]+", route.path))) for route in ROUTES]
        self.exchanges: dict[str, Exchange] = {}

    def keep(self, answer: requests.Response) -> None:
        """Keep an exchange, unless there is one of its call or it failed."""
        parts = urlsplit(answer.url)
        if not answer.url.startswith(self._base) or not answer.ok or not answer.text:
            return
        for route, form in self._forms:
            if route.method == answer.request.method and form.fullmatch(parts.path):
                self.exchanges.setdefault(route.operation, _exchange(route, parts.path, answer))


@contextmanager
def recording(base: str) -> Iterator[Recorder]:
    """Record every exchange with an address while the block runs."""
    recorder, send = Recorder(base), requests.Session.send

    def sending(session: requests.Session, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        answer = send(session, request, **options)
        recorder.keep(answer)
        return answer

    _replace_send(sending)
    try:
        yield recorder
    finally:
        _replace_send(send)


def _replace_send(send: _Send) -> None:
    setattr(requests.Session, "send", send)  # noqa: B010 - mypy refuses to assign to a method


def _exchange(route: Described, path: str, answer: requests.Response) -> Exchange:
    body = answer.request.body
    kind = answer.headers["Content-Type"].partition(";")[0]
    return {
        "path": dict(zip(re.findall(r"{(\w+)}", route.path), _values(route.path, path), strict=True)),
        "request": json.loads(body) if isinstance(body, str | bytes) else None,
        "status": answer.status_code,
        "type": kind,
        "answer": answer.json() if kind == _JSON else answer.text,
    }


def _values(template: str, path: str) -> list[str]:
    return [part for name, part in zip(template.split("/"), path.split("/"), strict=True) if name.startswith("{")]


def record() -> dict[str, Exchange]:
    """Play the demo, and then what the demo does not do."""
    with PlatformSimulator() as platform, stack.start(filing_urls={"demo": platform.url}) as running:
        description = running.description
        platform.connect(description, "demo")
        with recording(running.api_url) as recorder:
            story.tell(Teller(), description, platform)
            _call_the_rest(description, recorder)
        text = json.dumps(recorder.exchanges)
        places = {running.api_url: "https://api.example.com", description["aws_endpoint_url"]: "https://s3.example.com"}
    for here, there in places.items():
        text = text.replace(here, there)
    for secret, example in _SECRET:
        text = secret.sub(example, text)
    exchanges: dict[str, Exchange] = json.loads(text)
    return exchanges


def _call_the_rest(description: Mapping[str, Any], recorder: Recorder) -> None:
    marketplace, keys = Marketplace(dict(description), "demo"), description["api_keys"]["demo"]
    line = {"sku": "MUG-01", "quantity": 2, "amount": {"minor": 2400, "currency": "USD"}}
    order = {"customer": {"name": "Ada Buyer"}, "lines": [line]}
    ids = {"order_number": "A-1002", "return_id": "R-2"}
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {keys['operator']}"

    def call(method: str, path: str, body: object = None, **headers: str) -> Any:
        options: dict[str, Any] = {} if body is None else {"json": body}
        answer = session.request(method, description["api_url"] + path, headers=headers, timeout=30, **options)
        answer.raise_for_status()
        return answer.json() if answer.headers["Content-Type"].partition(";")[0] == _JSON else None

    call("PUT", "/orders/alibaba/A-1002", order)
    reason = {"code": "defective", "text": "one is cracked"}
    marketplace.tell("return.requested", {**ids, **order, "reason": reason, "wants": "return_and_refund"})
    odd = marketplace.tell("return.requested", {**ids, "wants": "the moon"}).answer["event"]
    case = "/cases/alibaba.A-1002.R-2"
    teller = Teller()
    teller.await_case(lambda: call("GET", "/cases"), lambda page: len(page["cases"]) > 1, "both cases are listed")
    recorder.exchanges.pop("listCases")
    first = Seller(dict(description), story.CASE).case()
    for path in ("/cases?limit=1", "/work", "/orders/alibaba/A-1002", f"/cases/{story.CASE}/timeline"):
        call("GET", path)
    call("GET", f"/cases/{story.CASE}/evidence/{first['evidence'][0]['evidence_id']}")
    call("POST", f"{case}/preview", {"command": "accept_return"})
    call("POST", f"{case}/camera-pass", {})
    policy = call("GET", "/policy")["policy"]
    call("PUT", "/policy", policy)
    call("GET", "/policy/versions/1")
    call("POST", "/policy/simulations", {"policy": "party-at-fault"})
    call("GET", "/policies/demo", Accept="text/plain")
    for path in ("/reports/reasons?by=reason", "/records", "/quarantine", "/deliveries?limit=2", f"/deliveries/{odd}"):
        call("GET", path)
    call("POST", f"/deliveries/{odd}/replay", {"send": False})
    for path in ("/session", "/", "/health", "/problems/stale"):
        call("GET", path)
    del session.headers["Authorization"]
    call("POST", "/session", {"key": keys["seller"]})


def main() -> int:
    """Write the examples."""
    PUBLISHED.write_text(json.dumps(record(), indent=1, sort_keys=True, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

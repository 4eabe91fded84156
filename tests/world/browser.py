"""A browser as the API sees it: a host, and the cookie that the API gave it."""

import json
from typing import Any

from tests.world.api import JSON, Answered
from tests.world.shop import Shop

HOST = ("Host", "api.example")
FROM_HERE = ("Sec-Fetch-Site", "same-origin")


class Browser:
    """A browser with one cookie jar for one host."""

    def __init__(self, shop: Shop, host: tuple[str, str] = HOST) -> None:
        self.shop, self.host = shop, host
        self.cookie: str | None = None

    def ask(self, method: str, route: str, *headers: tuple[str, str], **sent: Any) -> Answered:
        if "json" in sent:
            sent["body"] = json.dumps(sent.pop("json"))
            headers = (*headers, JSON)
        jar = [("Cookie", self.cookie)] if self.cookie else []
        return self.shop.world.request(method, route, headers=[self.host, *jar, *headers], **sent)

    def post(self, route: str, body: Any, *headers: tuple[str, str], **path: str) -> Answered:
        return self.ask("POST", route, FROM_HERE, *headers, json=body, **path)

    def sign_in(self, **body: str) -> Answered:
        answered = self.post("/session", body)
        if "Set-Cookie" in answered.headers:
            self.cookie = answered.headers["Set-Cookie"].partition(";")[0]
        return answered

"""Sellers, operators and desks of both merchants, who call the API with their keys."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from chalicelib.aws.api_keys import Principal
from chalicelib.values.roles import Role
from tests.world.api import JSON, Answered
from tests.world.world import World


class Keys(dict[tuple[str, str], str]):
    """The API keys of both merchants, each made when it is first used."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self._world = world

    def __missing__(self, whose: tuple[str, str]) -> str:
        principal = Principal(whose[0], Role(whose[1]))
        self._world.cloud.wire.aside(lambda: self.setdefault(whose, self._world.recourse.api_keys.make(principal)))
        return self[whose]


@dataclass
class Sellers:
    """Everybody who has a key of a merchant."""

    world: World

    def __post_init__(self) -> None:
        self.keys = Keys(self.world)

    def api(
        self,
        method: str,
        route: str,
        *,
        role: str = "seller",
        merchant: str = "demo",
        headers: Iterable[tuple[str, str]] = (),
        **sent: Any,
    ) -> Answered:
        """Call a route with a key.

        `json` is the body, `headers` are more of them.
        """
        headers = [("Authorization", f"Bearer {self.keys[merchant, role]}"), *headers]
        if "json" in sent:
            sent["body"] = json.dumps(sent.pop("json"))
        if "body" in sent:
            headers.append(JSON)
        return self.world.request(method, route, headers=headers, **sent)

"""The registration of routes: in Lambda the door's first, and the others when a request needs them.

A module of routes bears the name of its blueprint. Chalice looks for a route when the request is there, so a blueprint
that is registered just before is in time.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from importlib import import_module
from typing import Any, Final

from chalice.app import Chalice, Response

API_HANDLER: Final = "app.app"
DOOR: Final = "/webhooks/{connection}"
_DOOR: Final = ("webhooks",)
_OTHERS: Final = (
    "cases",
    "console",
    "deliveries",
    "dossier",
    "evidence",
    "front_page",
    "health",
    "openapi",
    "orders",
    "policies",
    "previews",
    "problem_pages",
    "quarantine",
    "reports",
    "sessions",
    "simulations",
    "statements",
    "work",
)


class App(Chalice):
    """The application.

    `handler` is the entry that Lambda starts here, or empty outside Lambda: then every route is registered at once.
    Another function of Lambda has no routes.
    """

    def __init__(self, *, handler: str, **options: Any) -> None:
        super().__init__(**options)
        self._waiting: tuple[str, ...] = ()
        if not handler:
            self._register(*_DOOR, *_OTHERS)
        elif handler == API_HANDLER:
            self._register(*_DOOR)
            self._waiting = _OTHERS

    def __call__(self, event: Mapping[str, Any], context: object) -> Any:
        """Answer a request, for which other routes than the door's may have to be registered first.

        Deliveries pass by Chalice's own steps, which cost more than the check of a signature and do nothing for them.
        """
        if event["requestContext"]["resourcePath"] == DOOR:
            return self._deliver(event).to_dict()
        if self._waiting:
            waiting, self._waiting = self._waiting, ()
            self._register(*waiting)
        return super().__call__(event, context)

    @cached_property
    def _deliver(self) -> Callable[[Mapping[str, Any]], Response]:
        from chalicelib.routes.webhooks import deliver  # noqa: PLC0415 -- the other functions need no routes

        return deliver

    def _register(self, *names: str) -> None:
        for name in names:
            self.register_blueprint(getattr(import_module(f"chalicelib.routes.{name}"), name))

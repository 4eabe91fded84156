"""Query parameters: one that a route does not know is refused by its name."""

from dataclasses import replace

import pytest

from chalicelib.routes.described import ROUTES
from tests.routes.test_who_may import DECLARED, MATRIX, OPERATOR, Ask, ask


@pytest.fixture
def shop(shop):
    """Demo has a case with evidence."""
    shop.sell()
    shop.request()
    shop.photo = shop.attach("photo")
    shop.told = "delivery.demo.evt_unknown"
    shop.flow()
    return shop


# A link to the page of the console may carry what a mail program adds to it: its files are no part of the API.
OF_THE_API = sorted((method, route) for method, route in DECLARED if not route.startswith("/console"))


@pytest.mark.parametrize(("method", "route"), OF_THE_API)
def test_an_unknown_query_parameter_is_refused_by_name_on_every_route(shop, method, route):
    asked = next((known for known in MATRIX if (known.method, known.route) == (method, route)), Ask(method, route))
    before = shop.cloud.rows()

    answered = ask(shop, replace(asked, query={**asked.query, "limi": "1"}), f"Bearer {shop.keys['demo', OPERATOR]}")

    assert (answered.status, answered.is_problem) == (400, True)
    assert answered.json["detail"].startswith("limi: ")
    assert shop.cloud.rows() == before


NAMED = sorted(
    (route.path, parameter.name)
    for route in ROUTES
    for parameter in route.parameters
    if not parameter.header and "minLength" in str(parameter.schema)
)


@pytest.mark.parametrize(("route", "name"), NAMED)
def test_an_empty_query_parameter_is_refused_by_name(shop, route, name):
    """An empty filter would otherwise find nothing, as if there were nothing."""
    answered = ask(shop, Ask("GET", route, query={name: ""}), f"Bearer {shop.keys['demo', OPERATOR]}")

    assert (answered.status, answered.is_problem, answered.json["parameter"]) == (400, True, name)


def test_many_unknown_query_parameters_are_counted(shop):
    unknown = {f"x{number}": "" for number in range(9)}

    answered = shop.api("GET", "/cases", query=unknown)

    assert answered.json["detail"] == "x0, x1, x2, x3, x4, and 4 more: no such query parameter here"

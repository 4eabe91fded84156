"""G3.4: use the platform's resources: pages of the platform, by the state of the case."""

import pytest
from pydantic import ValidationError

from chalicelib.advice.help_pages import Resource, offered_resources
from tests.domain.histories import opened


def page(title, **more) -> Resource:
    told = {"marketplace": "alibaba", "url": "https://example.com/help", "why": "it helps", "title": title}
    return Resource.model_validate(told | more)


CATALOGUE = [
    page("always"),
    page("when closed", statuses=["closed"]),
    page("when asked for", statuses=["requested", "closed"]),
    page("for colours", reasons=["colour_difference"]),
    page("for defects", reasons=["defective"]),
    page("for colours, closed", reasons=["colour_difference"], statuses=["closed"]),
    page("elsewhere", marketplace="lazada"),
]


def test_a_page_is_offered_on_its_marketplace_in_its_statuses_and_for_its_reasons():
    """G3.4: offered where the case stands."""
    offered = offered_resources(CATALOGUE, opened().case(3))
    assert [resource.title for resource in offered] == ["always", "when asked for", "for colours"]


@pytest.mark.parametrize("url", ["http://example.com/", "javascript:alert(1)", "https://a b/", 'https://a/"x', "//a/"])
def test_an_address_is_one_of_a_page_over_https(url):
    with pytest.raises(ValidationError):
        page("bad", url=url)

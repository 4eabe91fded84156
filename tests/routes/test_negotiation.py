"""Content negotiation."""

import pytest

from chalicelib.routes.negotiation import preferred


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ((), "text/html"),
        (("",), "text/html"),
        (("*/*",), "text/html"),
        (("text/plain",), "text/plain"),
        (("TEXT/PLAIN; charset=utf-8",), "text/plain"),
        (("text/html,application/xhtml+xml,*/*;q=0.8",), "text/html"),
        (("text/plain;q=0.5, text/html;q=0.4",), "text/plain"),
        (("text/*, text/html;q=0.1",), "text/plain"),
        (("text/html;q=0, */*",), "text/plain"),
        (("text/html;q=0.2", "text/plain"), "text/plain"),
        (("application/json",), "text/html"),
        (("text/plain;q=x, text/html;q=0.1",), "text/html"),
        (("text/plain;q=nan, text/html;q=0.1",), "text/html"),
        (("text/plain;q=2, text/html;q=0.1",), "text/html"),
        ((";;,,/,x",), "text/html"),
    ],
)
def test_the_type_that_is_ranked_highest_is_answered(accept, kind):
    event = {"multiValueHeaders": {"Accept": list(accept)}}
    assert preferred(event, "text/html", "text/plain") == kind

"""The front page leads to the documents, the console and the lists, as JSON and as a page."""

from typing import Final

from chalicelib.values.catalogue import ENGLISH, Catalogue
from chalicelib.values.sentences import Term
from chalicelib.views.html import element
from chalicelib.views.page import PALETTE, content_security, write_document
from chalicelib.views.shapes import Shape

_STYLE: Final = f"""{PALETTE}
main {{ max-width: 44rem; margin: 0 auto; padding: 2rem 1rem; }}
dt {{ margin-top: 1rem; font-weight: 600; }}
dd {{ margin: 0; }}
"""
POLICY_OF_CONTENT: Final = content_security(_STYLE)
_INTRO: Final = Term("The back office for returns: signed webhooks come in, and a case shows whose turn it is.")
# Each place by its name: its path, and what is there.
PLACES: Final = {
    "console": ("/console", "the desk of a seller, in the browser"),
    "api": ("/console/index.html#/developers/api", "every call of this API, to read and to try; it needs a key"),
    "openapi": ("/openapi.json", "the document of this API (OpenAPI 3.1)"),
    "health": ("/health", "shows that the code is loaded"),
    "cases": ("/cases", "the list of cases; it needs a key"),
    "work": ("/work", "every case for which somebody has to act; it needs a key"),
    "deliveries": ("/deliveries", "the webhooks that came; it needs a key"),
}


class FrontPageShape(Shape):
    """The name of this service, and the address of each of its places."""

    name: str
    places: dict[str, str]


def show_places(base: str) -> FrontPageShape:
    """Show the places under the address at which the API stands."""
    return FrontPageShape(name="Recourse", places={name: base + path for name, (path, _) in PLACES.items()})


def write_front_page(base: str, words: Catalogue = ENGLISH) -> str:
    """Write the same as a page."""
    lines = (
        child
        for path, what in PLACES.values()
        for child in (element("dt", element("a", path, href=base + path)), element("dd", words.write(what)))
    )
    intro = element("p", words.write(_INTRO))
    body = element("main", element("h1", "Recourse"), intro, element("dl", *lines))
    return write_document(title="Recourse", style=_STYLE, body=body, language=words.language)

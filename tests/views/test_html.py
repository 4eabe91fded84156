"""Whatever is not markup of ours is text (number 45 of docs/reliability.md)."""

from html.parser import HTMLParser

import pytest

from chalicelib.views.html import element, joined, said


class Reader(HTMLParser):
    """The page as a browser reads it: elements, attributes, text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "</p><img src=x onerror=alert(1)>",
        "&lt;b&gt;",
        '\'" onload=alert(1) x="',
        "<!-- -->",
        "]]>",
        "\u202eright to left",
    ],
)
def test_words_stay_words_in_text_and_in_attributes(hostile):
    """It holds number 45 of docs/reliability.md."""
    read = Reader(element("p", hostile, said(hostile), title=hostile))

    assert read.elements == ["p", "bdi"]
    assert read.attributes == [("title", hostile)]
    assert read.text == hostile * 2


def test_control_characters_are_shown_as_what_cannot_be_shown():
    """It holds number 45 of docs/reliability.md."""
    assert element("p", "a\0b\x1bc\x85d\ud800e\tf\r\ng") == "<p>a\ufffdb\ufffdc\ufffdd\ufffde\tf\r\ng</p>"


def test_elements_nest_and_nothing_is_nothing():
    inner = element("b", "x")

    assert element("p", inner, None, " & ", joined([inner, None])) == "<p><b>x</b> &amp; <b>x</b></p>"
    assert said(None) is None


def test_an_attribute_that_is_none_is_left_out():
    assert element("td", "1", class_=None, scope="col") == '<td scope="col">1</td>'

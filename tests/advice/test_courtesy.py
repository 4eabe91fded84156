"""G3.3: keep a friendly attitude in negotiation: the seller is warned of hostile wording before it is sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.advice.courtesy import HostileWords, Unfriendly, check_courtesy, hostile_words
from chalicelib.domain.messages import PostMessage

HOSTILE = HostileWords(
    words=frozenset({"idiot", "liar", "scam", "scammer", "ass", "asshole", "shit", "hell", "stupid"}),
    phrases=frozenset({"shut up", "youre blind", "piece of crap"}),
)


def found(text: str) -> tuple[str, ...]:
    return hostile_words(text, HOSTILE)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("You are an idiot", ("idiot",)),
        ("YOU ARE AN IDIOT!!!", ("idiot",)),
        ("idiots, liars.", ("idiot", "liar")),
        ("a liar's words", ("liar",)),
        ("(scammer)", ("scammer",)),
        ("liar/scammer", ("liar", "scammer")),
        ("you_liar", ("liar",)),
        ("Please just SHUT UP, idiot", ("idiot", "shut up")),
        ("you're blind", ("youre blind",)),
        ("you\u2019re blind", ("youre blind",)),
        ("a piece  of\ncrap", ("piece of crap",)),
    ],
)
def test_hostile_words_are_found_whatever_stands_around_them(text, words):
    assert found(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "\uff49\uff44\uff49\uff4f\uff54",
        "idi\u00f6t",
        "id\u200biot",
        "idi\u0301ot",
        "\u0456d\u0456\u043et",
        "id10t",
        "1d10t idi0t",
        "idi*t",
        "id**t",
        "idiooooot",
        "i d i o t",
        "I.D.I.O.T.",
        "you are a i-d-i-o-t",
        "!diot? no: idi@t, id!ot",
    ],
)
def test_words_are_found_that_are_dressed_up(text):
    assert "idiot" in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Scunthorpe, Penistone and Lightwater send their regards",
        "The class assessment of the assembly passed",
        "a shiitake mushroom in a shell",
        "Hello, the seashells from Michelle",
        "articles A55, 455, SH1T-01 and a55; 4 x S5",
        "sizes S, M, L, X L",
        "2*3*4 = 24",
        "**bold** and *starred*",
        "a hundred i's: i i i i i i",
        "it is a scandal, a scampi, scanned",
        "",
        "!!! ???",
    ],
)
def test_articles_places_and_sizes_are_no_words(text):
    assert found(text) == ()


def test_a_hostile_word_is_named_once_and_in_the_spelling_of_the_data():
    assert found("IDIOT, idiot, id10t: you liar") == ("idiot", "liar")


def test_a_hostile_message_is_warned_of_with_its_words():
    """G3.3: outgoing messages are checked for hostile wording and the seller is warned before sending."""
    with pytest.raises(Unfriendly) as warning:
        check_courtesy(PostMessage(command="post_message", text="You liar, shut up"), HOSTILE)
    assert (warning.value.rule, warning.value.words) == ("G3.3", ("liar", "shut up"))


def test_a_warned_seller_may_send_it_anyway():
    """G3.3: it warns and never forbids."""
    check_courtesy(PostMessage(command="post_message", text="You liar", anyway=True), HOSTILE)


def test_a_friendly_message_goes_through():
    check_courtesy(PostMessage(command="post_message", text="We are sorry. Could you send a photo?"), HOSTILE)


@given(st.text(max_size=300))
def test_any_text_is_read(text):
    assert set(found(text)) <= HOSTILE.words | HOSTILE.phrases


@given(st.sampled_from(sorted(HOSTILE.words)), st.text("xyz \n.,;", max_size=30), st.text("xyz \n.,;", max_size=30))
def test_a_word_that_stands_alone_is_found_anywhere(word, before, after):
    assert word in found(f"{before} {word} {after}")


def test_the_longest_message_is_read_in_time():
    """A text that a stranger can grow takes bounded time, as in number 13 of docs/reliability.md."""
    for text in ("i " * 4000, "a*" * 4000, "a1" * 4000, "1a" * 4000, "o" * 8000, "*" * 8000, "a@b" * 2666):
        assert found(text) == ()

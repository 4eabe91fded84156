"""Names and article numbers compare as people read them.

It holds number 112 of docs/reliability.md.
"""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.values.reading import as_read, is_blank

READ_ALIKE = {
    "zero width space": ("Ada Buyer", "Ada\u200b Buyer"),
    "byte order mark": ("Ada Buyer", "\ufeffAda Buyer"),
    "embedding": ("Ada Buyer", "\u202aAda Buyer\u202c"),
    "isolates": ("Ada Buyer", "\u2068Ada Buyer\u2069"),
    "right-to-left mark": ("דנה כהן", "\u200fדנה כהן\u200f"),
    "soft hyphen": ("Wiedervorlage", "Wieder\u00advorlage"),
    "joiners": ("نمی‌خواهم", "نمیخواهم"),
    "variation selector": ("葛城", "葛\U000e0100城"),
    "emoji selector": ("Ada ❤", "Ada ❤\ufe0f"),
    "Hangul filler": ("김민수", "김민수\u3164"),
    "mark inside an accent": ("José", "Jose\u200d\u0301"),
    "composed": ("José Núñez", "Jose\u0301 Nu\u0301n\u0303ez"),
    "Hangul letters": ("김민수", unicodedata.normalize("NFD", "김민수")),
    "full width": ("ＡＤＡ　Buyer", "ada  buyer "),
    "half width": ("ｱｲｳ", "アイウ"),
    "sharp s": ("Jürgen Weiß", "JÜRGEN WEISS"),
    "capital sharp s": ("JÜRGEN WEIẞ", "Jürgen Weiß"),
    "no-break space": ("Ada\u00a0Buyer", "Ada Buyer"),
    "line break": ("Ada\r\nBuyer", "Ada Buyer"),
    "ideographic space": ("王\u3000小明", "王 小明"),
    "Greek": ("Γιώργος Παπαδόπουλος", "ΓΙΩΡΓΟΣ ΠΑΠΑΔΟΠΟΥΛΟΣ"),
    "Turkish": ("Ayşe Yıldız İnce", "AYŞE YILDIZ İNCE"),
    "Turkish small": ("ıspartalı irfan", "ISPARTALI İRFAN"),
    "Cyrillic": ("Ёлкина", "ёлкина"),
    "Georgian": ("გიორგი", "ᲒᲘᲝᲠᲒᲘ"),
    "Armenian": ("Սեւակ", "ՍԵՒԱԿ"),
    "Deseret": ("𐐔𐐯𐑅𐐨", "𐐼𐐯𐑅𐐨"),
    "ligature": ("ﬁnch", "Finch"),
    "article": ("MUG-01", " mug-\u200b01"),
    "full-width article": ("ＭＵＧ-01", "MUG-01"),
}
READ_OTHERWISE = [
    ("Ada Buyer", "Ida Buyer"),
    ("Ada Buyer", "AdaBuyer"),
    ("Zoë Müller", "Zoe Muller"),
    ("MUG-01", "MUG-10"),
    ("MUG-01", "MUG01"),
    ("Аda", "Ada"),  # the first letter is Cyrillic: it looks alike, and is another
    ("王小明", "王小朋"),
    ("José", "Jose"),
]
BLANKS = [
    "",
    " ",
    "\t\r\n",
    "\u00a0",
    "\u3000",
    "\u200b",
    "\ufeff",
    "\u202a\u202c",
    "\u00ad",
    "\u3164",
    "\u2800",
    "\x00",
]


@pytest.mark.parametrize(("one", "other"), READ_ALIKE.values(), ids=READ_ALIKE.keys())
def test_what_reads_alike_is_the_same(one, other):
    assert as_read(one) == as_read(other) != ""


@pytest.mark.parametrize(("one", "other"), READ_OTHERWISE)
def test_what_reads_otherwise_is_never_guessed_to_be_the_same(one, other):
    assert as_read(one) != as_read(other)


@pytest.mark.parametrize("text", BLANKS)
def test_a_text_that_shows_nothing_is_blank(text):
    assert is_blank(text + text)
    assert as_read(text + text) == ""


@pytest.mark.parametrize("text", ["0", "-", ".", " x ", "\u200bx", "\u0301"])
def test_a_text_that_shows_something_is_not_blank(text):
    assert not is_blank(text)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(TEXTS)
def test_reading_again_changes_nothing(text):
    assert as_read(as_read(text)) == as_read(text)


@given(TEXTS, st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_the_unicode_form_does_not_count(text, form):
    assert as_read(unicodedata.normalize(form, text)) == as_read(text)


@given(TEXTS)
def test_the_case_does_not_count(text):
    assert as_read(text.casefold()) == as_read(text)


@given(TEXTS, st.sampled_from([blank for blank in BLANKS if not re.fullmatch(r"[\s\u2800]*", blank)]))
def test_invisible_marks_do_not_count_wherever_they_stand(text, mark):
    assert as_read(mark.join(["", *text, ""])) == as_read(text)


@given(TEXTS)
def test_blank_is_what_reads_as_nothing(text):
    assert is_blank(text) == (as_read(text) == "")

"""Reading: how people read a text, whatever marks and forms its letters are stored in."""

import re
import unicodedata

# Unicode's Default_Ignorable_Code_Point (zero width, directions, variation selectors, soft hyphen, byte order mark),
# the marks of annotations, and the control characters that are no space.
_PLANE_0 = (
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    r"\ufeff\uffa0\ufff0-\ufffb\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
)
_INVISIBLE = rf"{_PLANE_0}\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
# A text that shows something, as JSON Schema can say it: other planes of Unicode have no escape there.
READABLE = rf"[^\s\u2800{_PLANE_0}]"
_MARKS = re.compile(f"[{_INVISIBLE}]+")
_BLANK = re.compile(rf"[\s\u2800{_INVISIBLE}]*")  # the empty pattern of Braille shows nothing either
# Capital letters have no dotless i of their own in Turkish, and lose their accents in Greek.
_DOTLESS = "\u0131"
_LOST_IN_CAPITALS = re.compile("(?<=i)\u0307|(?<=[\u03b1-\u03c9])[\u0300\u0301\u0342]")


def as_read(text: str) -> str:
    """Return what people read in a text, for comparing. Two texts that read alike give the same.

    The Unicode form, the case in any language, invisible marks and repeated spaces do not count.
    """
    return " ".join(_folded(_folded(text)).replace("\u2800", " ").split())


def is_blank(text: str) -> bool:
    """Tell whether a text shows nothing: it is empty, or has only spaces and invisible marks."""
    return _BLANK.fullmatch(text) is not None


def _folded(text: str) -> str:
    """Fold once. A second time folds what the first one has put together (Unicode, toNFKC_Casefold)."""
    apart = unicodedata.normalize("NFKD", _MARKS.sub("", text)).casefold()
    apart = _LOST_IN_CAPITALS.sub("", unicodedata.normalize("NFKD", apart)).replace(_DOTLESS, "i")
    return unicodedata.normalize("NFKC", apart)

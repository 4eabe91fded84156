"""`python -m ops.words_document`: writes docs/words.md, every sentence in both languages, for who translates them."""

from collections.abc import Iterator
from pathlib import Path

from chalicelib.policies.words import words_of
from chalicelib.values.languages import Language
from ops.markdown_table import table
from ops.spoken import said
from ops.template import PROJECT

PUBLISHED = PROJECT / "docs" / "words.md"

_HEAD = """# Words

Written by `python -m ops.words_document`. Every sentence that the API can say, by its code. English stands where the
code says it. Simplified Chinese stands in `chalicelib/policies/words-zh-Hans.toml`, under the same code. A value in
braces is shown in the reader's language too: a date, an amount, a number of things, a word, or another sentence.
`{names:or}` is a list with that last word.
"""


def words_document() -> str:
    """Return the page."""
    return "\n".join([_HEAD, *table(("code", "English", "简体中文"), _rows()), ""])


def write_document(path: Path = PUBLISHED) -> None:
    """Write the page."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(words_document(), encoding="utf-8")


def _rows() -> Iterator[tuple[str, str, str]]:
    chinese = words_of(Language.CHINESE).sentences
    spoken = {(code, words) for code, words in said() if words}
    yield from ((f"`{code}`", _plain(words), _plain(chinese.get(code, ""))) for code, words in sorted(spoken))


def _plain(words: str) -> str:
    return " ".join(words.replace("|", "\\|").split())


if __name__ == "__main__":
    write_document()

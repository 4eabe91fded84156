"""The small parts of the dossier's page in one language: tables, pairs, marks, instants and money."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.values.catalogue import ENGLISH, Catalogue
from chalicelib.values.instants import format_instant
from chalicelib.values.money import Money
from chalicelib.values.sentences import Sentence
from chalicelib.views.html import Child, Markup, element

_NUMBERS = frozenset({"Quantity", "Amount", "Refund", "Size"})
_UNITS = ((1024 * 1024, "MB"), (1024, "kB"))
_MOODS = {
    **dict.fromkeys(("confirmed", "accepted", "stored", "holds"), "good"),
    **dict.fromkeys(("mismatch", "declined", "refused", "failed", "fails"), "bad"),
}


def note(*children: Child) -> Markup | None:
    """Write an important note, or nothing if its last part is missing."""
    return element("p", *children, class_="note") if children[-1] is not None else None


def small(*children: Child) -> Markup | None:
    """Write a small remark, or nothing if its last part is missing."""
    return element("small", *children) if children[-1] is not None else None


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes parts of a page in one language. Titles and names of columns are English texts of ours."""

    words: Catalogue = ENGLISH

    def ours(self, text: Sentence | str) -> str:
        """Write a sentence or a fixed text of ours."""
        return self.words.write(text)

    def written(self, words: Sentence | str | None) -> str | None:
        """Write a sentence of ours, or leave a person's own words as they are."""
        return self.words.write(words) if isinstance(words, Sentence) else words

    def word(self, code: str | None) -> str | None:
        """Write a code as words."""
        return None if code is None else self.named(code)

    def named(self, code: str) -> str:
        """Write a code that is known, such as the type of an event, as words."""
        known = self.words.write(code)
        return known if known != code else code.replace("_", " ").replace(".", " ")

    @property
    def comma(self) -> str:
        """The sign between the parts of a list."""
        return self.words.forms.get("list", ", ")

    def listed(self, parts: Iterable[str]) -> str:
        """Write a list, which is empty without parts."""
        return self.comma.join(parts)

    def section(self, title: str, *children: Child) -> Markup:
        """Write one section with its title."""
        return element("section", element("h2", self.ours(title)), *children)

    def heading(self, title: str) -> Markup:
        """Write a heading inside a section."""
        return element("h3", self.ours(title))

    def pairs(self, values: Iterable[tuple[str, Child]]) -> Markup:
        """Write names with their values.

        A missing value is shown as unknown.
        """
        unknown = element("span", self.ours("not known"), class_="quiet")
        rows = (
            element("div", element("dt", self.ours(name)), element("dd", value or unknown)) for name, value in values
        )
        return element("dl", *rows)

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[Child]], *, empty: str) -> Markup:
        """Write a table, or a sentence if it has no rows."""
        classes = ["number" if name in _NUMBERS else None for name in columns]
        body = [
            element("tr", *(element("td", cell, class_=kind) for cell, kind in zip(row, classes, strict=True)))
            for row in rows
        ]
        if not body:
            return element("p", self.ours(empty), class_="quiet")
        named = zip(map(self.ours, columns), classes, strict=True)
        heads = (element("th", name, class_=kind, scope="col") for name, kind in named)
        whole = element("table", element("thead", element("tr", *heads)), element("tbody", *body))
        return element("div", whole, class_="scroll")

    def mark(self, code: str, *, of: str = "") -> Markup:
        """Write a highlighted word in the colour of its meaning. `of` is a thing with words of its own for it."""
        word = self.words.terms.get(f"{of}.{code}") or self.named(code)
        return element("span", word, class_=f"mark {_MOODS.get(code, 'quiet')}")

    def moment(self, at: datetime | None) -> Markup | None:
        """Write an instant for people and for programs."""
        if at is None:
            return None
        return element("time", self.words.show(at), datetime=format_instant(at))

    def money(self, amount: Money | None) -> str | None:
        """Write an amount with its currency, such as `1234.00 USD`."""
        return None if amount is None else self.words.show(amount)

    def size(self, count: int) -> str:
        """Write the size of a file for people, in bytes if it is small."""
        small_one = f"{count} {self.ours('bytes')}"
        return next((f"{count / unit:.1f} {name}" for unit, name in _UNITS if count >= unit), small_one)

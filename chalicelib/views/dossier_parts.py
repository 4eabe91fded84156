"""The small parts of the dossier's page: tables, pairs, marks, instants and money."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from chalicelib.values.english import day_of
from chalicelib.values.instants import format_instant
from chalicelib.values.money import Money, decimal_amount
from chalicelib.views.html import Child, Markup, element

_NUMBERS = frozenset({"Quantity", "Amount", "Refund", "Size"})
_UNITS = ((1024 * 1024, "MB"), (1024, "kB"))
_MOODS = {
    **dict.fromkeys(("confirmed", "accepted", "stored", "holds"), "good"),
    **dict.fromkeys(("mismatch", "declined", "refused", "failed", "fails"), "bad"),
}


def section(title: str, *children: Child) -> Markup:
    """Write one section with its title."""
    return element("section", element("h2", title), *children)


def pairs(values: Iterable[tuple[str, Child]]) -> Markup:
    """Write names with their values.

    A missing value is shown as unknown.
    """
    unknown = element("span", "not known", class_="quiet")
    rows = (element("div", element("dt", name), element("dd", value or unknown)) for name, value in values)
    return element("dl", *rows)


def table(columns: Sequence[str], rows: Iterable[Sequence[Child]], *, empty: str) -> Markup:
    """Write a table, or a sentence if it has no rows."""
    classes = ["number" if name in _NUMBERS else None for name in columns]
    body = [
        element("tr", *(element("td", cell, class_=kind) for cell, kind in zip(row, classes, strict=True)))
        for row in rows
    ]
    if not body:
        return element("p", empty, class_="quiet")
    heads = (element("th", name, class_=kind, scope="col") for name, kind in zip(columns, classes, strict=True))
    whole = element("table", element("thead", element("tr", *heads)), element("tbody", *body))
    return element("div", whole, class_="scroll")


def mark(word: str) -> Markup:
    """Write a highlighted word in the colour of its meaning."""
    return element("span", plain(word), class_=f"mark {_MOODS.get(word, 'quiet')}")


def note(*children: Child) -> Markup | None:
    """Write an important note, or nothing if its last part is missing."""
    return element("p", *children, class_="note") if children[-1] is not None else None


def small(*children: Child) -> Markup | None:
    """Write a small remark, or nothing if its last part is missing."""
    return element("small", *children) if children[-1] is not None else None


def plain(word: str | None) -> str | None:
    """Write a code as words."""
    return None if word is None else word.replace("_", " ")


def moment(at: datetime | None) -> Markup | None:
    """Write an instant for people and for programs."""
    if at is None:
        return None
    return element("time", day_of(at), datetime=format_instant(at))


def money(amount: Money | None) -> str | None:
    """Write an amount with its currency, such as `1234.00 USD`."""
    if amount is None:
        return None
    return f"{decimal_amount(amount.minor, amount.currency)} {amount.currency}"


def size(count: int) -> str:
    """Write the size of a file for people, in bytes if it is small."""
    return next((f"{count / unit:.1f} {name}" for unit, name in _UNITS if count >= unit), f"{count} bytes")

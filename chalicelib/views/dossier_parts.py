"""The small parts of the dossier's page: tables, pairs, marks, instants, money."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from chalicelib.values.instants import format_instant
from chalicelib.values.money import Money
from chalicelib.views.html import Child, Markup, element

_NUMBERS = frozenset({"Quantity", "Amount", "Refund", "Size"})
_UNITS = ((1024 * 1024, "MB"), (1024, "kB"))
_MOODS = {
    **dict.fromkeys(("confirmed", "accepted", "stored", "holds"), "good"),
    **dict.fromkeys(("mismatch", "declined", "refused", "failed", "fails"), "bad"),
}


def section(title: str, *children: Child) -> Markup:
    """One chapter."""
    return element("section", element("h2", title), *children)


def pairs(told: Iterable[tuple[str, Child]]) -> Markup:
    """Names with what they stand for; what is not known says so."""
    unknown = element("span", "not known", class_="quiet")
    rows = (element("div", element("dt", name), element("dd", value or unknown)) for name, value in told)
    return element("dl", *rows)


def table(columns: Sequence[str], rows: Iterable[Sequence[Child]], *, empty: str) -> Markup:
    """A table, or a sentence where it would have no rows."""
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
    """A word that stands out, in the colour of what it means."""
    return element("span", plain(word), class_=f"mark {_MOODS.get(word, 'quiet')}")


def note(*children: Child) -> Markup | None:
    """Something that must not be missed; nothing where the last part of it is not there."""
    return element("p", *children, class_="note") if children[-1] is not None else None


def small(*children: Child) -> Markup | None:
    """Something beside the main thing; nothing where the last part of it is not there."""
    return element("small", *children) if children[-1] is not None else None


def plain(word: str | None) -> str | None:
    """A code as words."""
    return None if word is None else word.replace("_", " ")


def moment(at: datetime | None) -> Markup | None:
    """An instant for people and for machines."""
    if at is None:
        return None
    return element("time", f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC", datetime=format_instant(at))


def money(amount: Money | None) -> str | None:
    """An amount with its currency."""
    return None if amount is None else str(amount)


def size(count: int) -> str:
    """A file's size for people, in bytes where those are few."""
    return next((f"{count / unit:.1f} {name}" for unit, name in _UNITS if count >= unit), f"{count} bytes")

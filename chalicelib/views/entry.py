"""An entry of a timeline, as the API shows it."""

from chalicelib.domain.entries import Entry
from chalicelib.views import shapes as s


def show_entry(entry: Entry) -> s.EntryShape:
    """Show one entry of a timeline."""
    return s.EntryShape(
        id=entry.id,
        at=entry.at,
        received_at=entry.received_at,
        by=entry.by,
        type=entry.type,
        text=entry.words,
        code=entry.sentence.code,
        effect=entry.sentence if entry.counts else None,
        no_effect_because=None if entry.counts else entry.sentence,
        person=entry.person,
    )

"""The bases of all shapes that can be too large for one answer."""

from chalicelib.views.said import Said
from chalicelib.views.shapes import EntryShape, Shape


class SizedShape(Shape):
    """The base of what has a largest size. `shortened` says what it had to lose, or is null."""

    shortened: Said | None = None


class TimelineShape(SizedShape):
    """The base of what shows the newest entries of a timeline, oldest first."""

    timeline: tuple[EntryShape, ...]
    timeline_total: int

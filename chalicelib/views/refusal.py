"""The seller's refusal, as the API shows it (G2.2c)."""

from chalicelib.domain.case_parts import Refusal
from chalicelib.values.instants import Instant
from chalicelib.views.shapes import Shape


class RefusalShape(Shape):
    """The seller's refusal: the rules that allow it, or `without_grounds` if none does."""

    reason: str
    grounds: tuple[str, ...]
    without_grounds: bool
    at: Instant
    contested_at: Instant | None


def show_refusal(refusal: Refusal) -> RefusalShape:
    """Show a refusal with its grounds."""
    return RefusalShape(
        reason=refusal.reason,
        grounds=refusal.grounds,
        without_grounds=not refusal.grounds,
        at=refusal.at,
        contested_at=refusal.contested_at,
    )

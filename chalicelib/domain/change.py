"""What an event makes of a case: a changed case, or the reason why nothing changes."""

from dataclasses import dataclass
from typing import TypeAlias

from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Review


@dataclass(frozen=True, slots=True)
class NoEffect:
    """An event is kept and changes nothing, because; `review` where a person has to know of it all the same."""

    because: str
    review: Review | None = None


Change: TypeAlias = Case | NoEffect

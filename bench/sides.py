"""Sides of a comparison, measured in one interleaved run: ratios of each round, and their quartiles."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles


@dataclass(frozen=True, slots=True)
class Spread:
    """The quartiles of a figure over all rounds."""

    low: float
    middle: float
    high: float

    def __str__(self) -> str:
        return f"{self.middle:.2f} ({self.low:.2f} to {self.high:.2f})"


def spread(values: Sequence[float]) -> Spread:
    """Return the quartiles of the values of all rounds."""
    return Spread(*quantiles(values, n=4, method="inclusive"))


def ratio(values: Sequence[float], beside: Sequence[float]) -> Spread:
    """Return the quartiles of the ratios of two sides.

    They are taken round by round, so that noise of the machine is in both.
    """
    return spread([mine / other for mine, other in zip(values, beside, strict=True)])


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal: what is measured, the most that it may be, and what it is."""

    what: str
    most: float
    measured: float

    @property
    def is_reached(self) -> bool:
        """True if the measured figure, as it is printed, is within the goal."""
        return round(self.measured, 2) <= self.most


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the page: its title, its text, its table, and its goals."""

    title: str
    text: str
    table: Sequence[Sequence[str]]
    goals: Sequence[Goal]

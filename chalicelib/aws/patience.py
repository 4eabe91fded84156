"""Patience: how long a client waits for AWS, and how often it tries."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Patience:
    """The time limits of one attempt in seconds, the number of attempts, and the pause before the second one.

    With `growing` each further pause is twice as long, and a random part of it is waited.
    """

    connect: float
    read: float
    attempts: int
    pause: float
    growing: bool = False

    @property
    def longest_attempt(self) -> float:
        """The longest time that one attempt can take."""
        return self.connect + self.read


# A marketplace waits for the door's answer: two attempts end within 4 s, and the three calls of a cold door share
# one time limit.
DOOR: Final = Patience(connect=0.5, read=1.2, attempts=2, pause=0.05)
WORK: Final = Patience(connect=2, read=10, attempts=5, pause=1, growing=True)

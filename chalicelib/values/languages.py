"""The languages in which people can read what Recourse says."""

from enum import StrEnum


class Language(StrEnum):
    """A language, by its tag (RFC 5646)."""

    ENGLISH = "en"
    CHINESE = "zh-Hans"

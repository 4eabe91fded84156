"""Which lines of what Recourse must survive (1 to 96) a test names: in its name, an id of a case, or a docstring."""

import re

ALL = range(1, 97)
_NAMES = re.compile(r"\bdef test_((?:[0-9]{1,2}_)+)")
_IDS = re.compile(r"[\"'][A-F]?([0-9]{2})(?:-[a-zA-Z0-9{]|[\"'])")
_PROSE = re.compile(r"HOSTILE ((?:[0-9]{1,2}(?:-[0-9]{1,2}| to [0-9]{1,2})?(?:, and |, | and )?)+)")
_SPAN = re.compile(r"([0-9]{1,2})(?:(?:-| to )([0-9]{1,2}))?")


def named_in(source: str) -> set[int]:
    """The numbers that the source of a test file names."""
    named = {int(number) for found in _NAMES.findall(source) for number in found.strip("_").split("_")}
    named |= {int(number) for number in _IDS.findall(source)}
    for told in _PROSE.findall(source):
        named |= {number for low, high in _SPAN.findall(told) for number in range(int(low), int(high or low) + 1)}
    return named & set(ALL)

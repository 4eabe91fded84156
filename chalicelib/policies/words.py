"""Words in other languages than English, as data. English is in the code that makes a sentence.

A catalogue is read when somebody asks for its language for the first time, so that no start waits for it.
"""

import tomllib
from functools import cache
from importlib import resources

from chalicelib.values.catalogue import ENGLISH, Catalogue
from chalicelib.values.languages import Language


def words_of(language: Language) -> Catalogue:
    """Return the words of a language."""
    return ENGLISH if language is Language.ENGLISH else _read(language)


@cache
def _read(language: Language) -> Catalogue:
    text = resources.files(__package__).joinpath(f"words-{language}.toml").read_text(encoding="utf-8")
    return Catalogue(language, **tomllib.loads(text))

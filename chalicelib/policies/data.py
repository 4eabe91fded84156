"""Data for good communication: hostile words, friendly replies, and help pages of the platforms."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from chalicelib.advice.courtesy import HostileWords
from chalicelib.advice.courtesy_in_chinese import ChineseWords
from chalicelib.advice.help_pages import Resource
from chalicelib.advice.replies import ReplyTemplate


@cache
def hostile_words() -> HostileWords:
    """Read the words of which a seller is warned before a message is sent (rule G3.3)."""
    lists = _read("hostile-words")
    words = (word for kind in ("insults", "accusations", "profanities") for word in lists[kind])
    return HostileWords(words=frozenset(words), phrases=frozenset(lists["phrases"]), chinese=_chinese_words())


def _chinese_words() -> ChineseWords:
    lists = _read("hostile-words-zh")
    words, pinyin, beside = (tuple(lists[kind]) for kind in ("words", "pinyin", "beside_chinese"))
    return ChineseWords(words=words, pinyin=pinyin, beside_chinese=beside, variants=lists["variants"])


@cache
def reply_templates() -> tuple[ReplyTemplate, ...]:
    """Read the friendly replies, in the order of a case's life (rule G3.3)."""
    return tuple(ReplyTemplate.model_validate(entry) for entry in _read("replies")["reply"])


@cache
def platform_resources() -> tuple[Resource, ...]:
    """Read the help pages, rules and contacts of the platforms, the most useful ones first (rule G3.4)."""
    return tuple(Resource.model_validate(entry) for entry in _read("resources")["resource"])


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))

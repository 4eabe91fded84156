"""A reason that a row keeps in English is read again as a sentence, and is written in Chinese."""

import ast
from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from chalicelib.dialects.delivery import NO_HEADERS, NotUnderstood
from chalicelib.dialects.reading import understood
from chalicelib.dialects.standard import DIALECT
from chalicelib.dialects.why_not_understood import why_not_understood
from chalicelib.domain.field_errors import read_message, said_of
from chalicelib.policies.words import words_of
from chalicelib.values.instants import Instant
from chalicelib.values.languages import Language
from chalicelib.values.vocabulary import Party

CHINESE = words_of(Language.CHINESE)
ROOT = Path(__file__).parents[2] / "chalicelib"
RAISED = {"NotUnderstood", "AboutNoOrder", "NotAnObject", "ValueError"}
# Texts of errors that no person reads: the program that meets them says something else, or nothing.
UNREAD = {
    "not a packed value",
    "amounts of two currencies do not add up",
    "amounts of two currencies do not subtract",
    "a field stands twice in the form",
}


def is_chinese(words):
    return any("\u4e00" <= letter <= "\u9fff" for letter in words)


def fixed_reasons():
    """Every text without values that the code gives as the reason of a failure to read."""
    folders = ("dialects", "domain", "values", "usecases")
    for path in sorted(path for folder in folders for path in (ROOT / folder).glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
            if called in RAISED and node.args and isinstance(node.args[0], ast.Constant):
                yield str(node.args[0].value)


def test_every_fixed_reason_has_chinese_words():
    reasons = set(fixed_reasons()) - UNREAD
    assert len(reasons) > 30
    assert {reason for reason in reasons if not is_chinese(CHINESE.write(why_not_understood(reason)))} == set()


@pytest.mark.parametrize(
    ("body", "chinese"),
    [
        (b"\xff", "内容不是 UTF-8"),
        (b"[]", "JSON 不是一个对象"),
        (b'{"a": 1,}', "不是 JSON：第 8 个字符处，应为双引号中的名称"),
        (b'{"a": ' + b"[" * 64 + b"]" * 64 + b"}", "JSON 嵌套超过 64 层"),
        (b'{"a": 1' + b"1" * 30 + b"}", "JSON 中有超过 20 位的数字"),
        (b'{"a": NaN}', "NaN 和 Infinity 不是 JSON"),
        (b'{"a": 1, "a": 2}', "JSON 的一个对象中有重复的键"),
        (b"{}", "timestamp：此项必填；type：此项必填；data：此项必填"),
    ],
)
def test_a_body_that_is_not_understood_says_so_in_chinese(body, chinese):
    with pytest.raises(NotUnderstood) as error:
        DIALECT.translate(body, NO_HEADERS)

    said = why_not_understood(error.value.reason)

    assert str(said) == error.value.reason
    assert sorted(CHINESE.write(said).split("；")) == sorted(chinese.split("；"))


@pytest.mark.parametrize(
    "broken", ['{"a": "\\x"}', '{"a": "\\u12"}', '{"a": "\x01"}', '{"a": "b', "{a: 1}", "", "{} x"]
)
def test_whatever_is_wrong_with_json_has_chinese_words(broken):
    with pytest.raises(NotUnderstood) as error:
        DIALECT.translate(broken.encode(), NO_HEADERS)

    words = CHINESE.write(why_not_understood(error.value.reason))
    assert words.startswith("不是 JSON：")
    assert is_chinese(words.rpartition("，")[2])


def test_more_faults_than_are_named_are_counted():
    reason = "data.a: Field required; data.b: Input should be 'x' or 'y'; and 7 more"
    assert (
        CHINESE.write(why_not_understood(reason))
        == "data.a：此项必填；data.b：不在允许的取值之内：'x' or 'y'；另有 7 处"
    )
    assert str(why_not_understood(reason)) == reason


class Sample(BaseModel):
    """One field for each message of pydantic that a dialect can get."""

    model_config = ConfigDict(extra="forbid", strict=True)

    missing: str
    text: str
    short: Annotated[str, StringConstraints(min_length=2)]
    long: Annotated[str, StringConstraints(max_length=1)]
    pattern: Annotated[str, StringConstraints(pattern="^a$")]
    number: int
    flag: bool
    low: Annotated[int, Field(ge=2)]
    high: Annotated[int, Field(le=1)]
    above: Annotated[int, Field(gt=2)]
    below: Annotated[int, Field(lt=1)]
    member: Party
    literal: Literal["a", "b"]
    few: Annotated[tuple[str, ...], Field(min_length=2)]
    many: Annotated[list[str], Field(max_length=1)]
    tuple: tuple[str, ...]
    mapping: dict[str, str]
    at: Instant
    inner: "Sample | None" = None


WRONG = {
    "text": 1,
    "short": "a",
    "long": "ab",
    "pattern": "b",
    "number": "1",
    "flag": "yes",
    "low": 1,
    "high": 2,
    "above": 1,
    "below": 2,
    "member": "nobody",
    "literal": "c",
    "few": ("a",),
    "many": ["a", "b"],
    "tuple": "a",
    "mapping": "a",
    "at": "yesterday",
    "inner": 3,
    "extra": 1,
}


def test_a_message_of_pydantic_says_the_same_when_it_is_read_again():
    with pytest.raises(ValidationError) as error:
        Sample.model_validate(WRONG)
    faults = error.value.errors(include_url=False)

    assert len(faults) >= len(WRONG)
    for fault in faults:
        again = read_message(fault["msg"])
        assert str(again) == fault["msg"]
        assert again.code.startswith("field-"), fault
        assert CHINESE.write(again) == CHINESE.write(said_of(fault)) or is_chinese(CHINESE.write(again)), fault


def test_no_value_of_a_body_is_in_a_reason():
    with pytest.raises(NotUnderstood) as error:
        understood("data", Sample.model_validate, WRONG)
    assert "yesterday" not in CHINESE.write(why_not_understood(error.value.reason))

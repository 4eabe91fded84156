"""Every sentence has words in both languages, and names the same values in both."""

import string

import pytest

from chalicelib.domain.lifecycle import WAITS
from chalicelib.domain.lifecycle_commands import COMMANDS
from chalicelib.policies import SHIPPED, shipped
from chalicelib.policies.data import platform_resources
from chalicelib.policies.words import words_of
from chalicelib.values.languages import Language
from chalicelib.values.reasons import ReasonCode
from chalicelib.values.states import EvidenceStatus, OfferStatus, RoundStatus
from chalicelib.values.vocabulary import EventType, EvidenceKind, Outcome, Party, Resolution, RoundKind, Status
from chalicelib.views.problem_types import PROBLEMS
from ops.spoken import MADE, said, unread

CHINESE = words_of(Language.CHINESE)
MEMBERS = (EventType, Status, Outcome, Party, Resolution, RoundKind, EvidenceKind, OfferStatus, RoundStatus)


def names(words):
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


def test_every_sentence_has_chinese_words():
    assert {code for code, _ in said()} - set(CHINESE.sentences) == set()


def test_no_chinese_words_are_of_a_sentence_that_nobody_says():
    spoken = {code for code, _ in said()}
    assert {code for code in CHINESE.sentences if not code.startswith("field-")} - spoken == set()


def test_both_languages_name_the_same_values():
    """A translation that forgets an amount or a date would hide it."""
    english: dict[str, set[frozenset[str]]] = {}
    for code, words in said():
        english.setdefault(code, set()).add(frozenset(names(words)))
    differ = {code for code, known in english.items() if frozenset(names(CHINESE.sentences[code])) not in known}
    assert differ - {"ruling-without-amount"} == set()


@pytest.mark.parametrize("members", [*MEMBERS, EvidenceStatus], ids=lambda kind: kind.__name__)
def test_every_word_of_an_enum_has_a_chinese_one(members):
    assert [
        member for member in members if member.value not in CHINESE.terms and member is not EventType.DEADLINE_PASSED
    ] == []


def test_every_command_and_every_reason_has_a_chinese_name():
    assert [ask.command for ask in COMMANDS if ask.command not in CHINESE.terms] == []
    assert [code for code in ReasonCode if code.words not in CHINESE.terms] == []
    assert [code for code in ReasonCode if code.replace("_", " ") not in CHINESE.terms] == []


def test_the_texts_of_shipped_data_have_chinese_words():
    terms = (term for name in SHIPPED for _, term in shipped(name).deadlines)
    texts = {text for term in terms for text in (term.silence, term.for_customers) if text}
    texts |= {text for page in platform_resources() for text in (page.title, page.why)}
    assert texts - set(CHINESE.terms) == set()


def test_every_deadline_that_has_passed_has_a_chinese_name():
    passed = {f"deadline.{name}" for name in (*(wait.name for wait in WAITS), "offer")}
    assert passed - set(CHINESE.terms) == set()


def test_every_type_of_problem_has_chinese_words():
    texts = {text for kind in PROBLEMS.values() for text in (kind.meaning, kind.remedy, kind.status.phrase)}
    assert texts - set(CHINESE.terms) == set()


def test_chinese_words_are_chinese():
    """No English is left in them but names, codes and parameters."""
    words = [*CHINESE.sentences.values(), *CHINESE.terms.values(), *CHINESE.counts.values(), *CHINESE.joins.values()]
    english = [text for text in words if not any("\u4e00" <= letter <= "\u9fff" for letter in text)]
    assert [text for text in english if text and "{" not in text] == ["SHA-256"]


def test_a_sentence_whose_words_are_made_elsewhere_is_listed_by_hand():
    """Otherwise the tests above would not see it."""
    assert set(unread()) <= {code for code, _ in MADE}

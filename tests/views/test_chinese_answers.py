"""A case and a dossier in Chinese have no English of ours, in any state of the table."""

import json
import re
from html import unescape

import pytest

from chalicelib.advice.replies import fitting_replies
from chalicelib.policies.data import reply_templates
from chalicelib.policies.words import words_of
from chalicelib.values.languages import Language
from chalicelib.views.case import show_whole_case
from chalicelib.views.dossier import show_dossier
from chalicelib.views.dossier_page import write_dossier
from chalicelib.views.said import in_words
from chalicelib.views.shapes import ReplyShape
from tests.advice.test_only_what_is_possible import CASES, of

CHINESE = in_words(words_of(Language.CHINESE))
ENGLISH = re.compile(r"[A-Za-z]{2,}")
# Members with codes, ids and words of people. Everything else in an answer is ours.
OTHERS = {
    *(
        "code",
        "name",
        "at",
        "id",
        "by",
        "type",
        "rule",
        "version",
        "status",
        "kind",
        "currency",
        "url",
        "sha256",
        "case_id",
    ),
    *(
        "customer",
        "lines",
        "order",
        "fields",
        "overridden",
        "refusal",
        "description",
        "filename",
        "merchant",
        "outcome",
    ),
    *("root_cause", "lesson", "platform_status", "reference", "marketplace", "effect_id", "order_number", "return_id"),
    *(
        "offers",
        "inspection",
        "evidence",
        "commands",
        "available_actions",
        "silence",
        "burning",
        "who",
        "situation",
        "wants",
    ),
    *(
        "policy",
        "payer",
        "reclaim_from",
        "fault",
        "original",
        "result",
        "grounds",
        "since",
        "received_at",
        "cost",
        "rounds",
    ),
    *(
        "reason",
        "opened_at",
        "changed_at",
        "written_at",
        "ready_for",
        "missing",
        "new_since_ruling",
        "placed_at",
        "requested_at",
    ),
    *("content_type", "person", "disclosures", "clauses", "title", "files", "request_at", "why_of_person"),
}
# Names of this product and of a form, and what a person or a platform said in the stories.
NAMES = re.compile(r"Recourse|UTC|USD|BAD|GONE|SHA-256|G\d\.\d[a-c]?|guide|TA\.claim|alibaba|[A-Z]+-\d+|Ada Buyer|Bob")


FILES = r"<small>E-\d</small>|E-\d\.jpg|demo，alibaba · "


def ours(value, name=""):
    """Yield every text that is ours."""
    if isinstance(value, dict):
        for key, member in value.items():
            if key not in OTHERS:
                yield from ours(member, key)
    elif isinstance(value, list):
        for member in value:
            yield from ours(member, name)
    elif isinstance(value, str):
        yield name, value


def english(shape, people):
    """Yield what is left of a text after the names and the words of people."""
    written = json.loads(shape.model_dump_json(context=CHINESE))
    for name, text in ours(written):
        left = text
        for words in people:
            left = left.replace(words, "")
        if ENGLISH.search(NAMES.sub("", left)):
            yield name, text


def words_of_people(value):
    """Yield every text of the facts of a story, the longest first."""
    facts = [json.loads(event.fact.model_dump_json()) for event in value.events]
    return sorted({text for fact in facts for text in texts(fact)}, key=len, reverse=True)


def texts(value, name=""):
    parts = (
        value.items()
        if isinstance(value, dict)
        else ((name, part) for part in value)
        if isinstance(value, list)
        else ()
    )
    yield from (text for member, part in parts for text in texts(part, member))
    if isinstance(value, str) and (" " in value or name in {"reason", "root_cause", "text"}):
        yield value


def english_lines(page, people):
    """Yield each text of a page that has English of ours in it."""
    for quoted in (r"<style>.*?</style>", r"<code>.*?</code>", r"<small>\w+/\w+</small>", r"<bdi>\S*</bdi>", FILES):
        page = re.sub(quoted, "", page, flags=re.DOTALL)
    for line in map(unescape, re.findall(r">([^<>]+)<", page)):
        left = line
        for words in people:
            left = left.replace(words, "")
        if ENGLISH.search(NAMES.sub("", left)):
            yield line


@pytest.mark.parametrize("name", CASES)
def test_no_english_is_left_in_a_case_that_is_read_in_chinese(name):
    file, case, _ = of(name)
    replies = tuple(
        ReplyShape(situation=reply.situation, text=reply.sentence)
        for reply in fitting_replies(reply_templates(), file, case)
    )
    shown = show_whole_case(file, case, now=file.as_of, replies=replies)
    assert list(english(shown, words_of_people(CASES[name][0]))) == []


@pytest.mark.parametrize("name", CASES)
def test_no_english_is_left_in_a_dossier_that_is_read_in_chinese(name):
    file, case, _ = of(name)
    shown = show_dossier(file, case, now=file.as_of)
    assert list(english(shown, words_of_people(CASES[name][0]))) == []


@pytest.mark.parametrize("name", CASES)
def test_no_english_is_left_on_the_page_of_a_dossier_that_is_read_in_chinese(name):
    file, case, _ = of(name)
    page = write_dossier(show_dossier(file, case, now=file.as_of), words_of(Language.CHINESE))
    assert '<html lang="zh-Hans">' in page
    assert list(english_lines(page, words_of_people(CASES[name][0]))) == []

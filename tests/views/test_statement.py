"""G3.2: make the policy known before the trade, in words that a customer reads."""

import base64
import re
from datetime import UTC, datetime
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from chalicelib.domain.policy import Policy, PolicyVersion
from chalicelib.policies import SHIPPED, shipped
from chalicelib.views.statement import write_statement
from chalicelib.views.statement_page import POLICY_OF_CONTENT, write_page
from chalicelib.views.statement_text import write_text
from tests.domain.proposals import proposed

SINCE = datetime(2026, 3, 1, 12, tzinfo=UTC)
# The words of people who handle returns, and of the software.
JARGON = (
    *("freight", "mediat", "ruling", "appeal", "escalat", "contest", "expired", "policy", "clause", "dossier", "case"),
    *("the customer", "the seller", "both sides", "either side", "rule G", "null"),
)
# What no customer has to know: when a deadline is urgent, how long an upload is granted, what goes to a person.
OURS_ALONE = {
    *("burning.half", "burning.nearly"),
    *("evidence.upload_minutes", "escalation.late_hours", "deadlines.to_file.days"),
}


def version(number=0, name="guide", **changes) -> PolicyVersion:
    policy = Policy.model_validate(proposed(name, **changes))
    return PolicyVersion(version=number, in_force_from=SINCE, policy=policy)


def told(of: PolicyVersion, **more) -> str:
    """All that a statement says, sources apart."""
    statement = write_statement("demo", of, **more)
    return "\n".join(f"{point.label}: {point.text}" for section in statement.sections for point in section.points)


def numbers(value, path=()) -> dict[str, int]:
    if isinstance(value, dict):
        return {name: found for key, part in value.items() for name, found in numbers(part, (*path, key)).items()}
    return {".".join(path): value} if isinstance(value, int) and not isinstance(value, bool) else {}


def renumbered() -> tuple[Policy, dict[str, int]]:
    """The guide with another number in every place, as far as their limits let them."""
    marks = {}
    for count, path in enumerate(numbers(proposed())):
        small = path.startswith(("appeals", "evidence.by_reason"))
        marks[path] = (3 if small else 51) + count % (7 if small else 49)
    changes = {path.replace(".", "__"): mark for path, mark in marks.items()}
    return Policy.model_validate(proposed(**changes)), marks


def test_every_number_that_concerns_a_customer_is_shown_and_is_the_policys():
    """G3.2: the policy statement is written from the policy data."""
    policy, marks = renumbered()
    words = told(PolicyVersion(version=0, in_force_from=SINCE, policy=policy))
    found = set(map(int, re.findall(r"\d+", words)))
    assert found == {mark for path, mark in marks.items() if path not in OURS_ALONE}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"windows__no_reason__days": 14}, "within 14 days of receiving them"),
        ({"windows__claim__days": 1, "windows__no_reason__days": 1}, "Tell us within 1 day of receiving the goods"),
        ({"deadlines__contest__for_customers": "we keep to our no"}, "If you do not: we keep to our no."),
        ({"deadlines__ship_back__days": 21}, "Send the goods within 21 days of our agreement"),
        (
            {"deadlines__inspect__silence": "we take it as it is", "deadlines__inspect__for_customers": None},
            "If we do not: we take it as it is.",
        ),
        ({"appeals__rounds": 2}, "we can ask the platform up to 2 times to change it"),
        ({"appeals__rounds": 0}, "We do not ask the platform to change a decision"),
        ({"appeals__evidence": {}}, "we can ask the platform once to change it."),
        ({"appeals__evidence": {"policy_disclosure": 2}}, "at least 2 proofs that this policy was shown"),
        ({"escalation__automatic": False}, "you or we can ask the platform to decide"),
        ({"escalation__grace_minutes": 1}, "1 minute after the time is over"),
        (
            {"evidence__by_reason": {"counterfeit": {"contract": 1}}},
            "A counterfeit: Please have ready at least 1",
        ),
        (
            {"freight__customer": {"payer": "customer", "rule": "X1", "source": "s"}},
            "You pay for sending the goods back.",
        ),
    ],
)
def test_the_policy_is_said_in_words(changes, sentence):
    """G3.2: in words a customer can read."""
    assert sentence in told(version(**changes))


def test_the_statement_says_who_pays_the_freight_for_every_fault():
    """G2.4: where the guide lets the enterprise ask, the customer may be asked."""
    words = told(version())
    assert "You changed your mind: We pay for sending the goods back." in words
    assert "We sent something wrong or faulty: We may ask you to pay for sending the goods back" in words
    assert "It was damaged or lost on the way: We pay for sending the goods back. We claim the money" in words


def test_the_statement_says_where_the_shipped_policies_differ():
    """G2.4: where the two policies differ, that they do and what the other says."""
    words = told(version(), shipped=[shipped(name) for name in SHIPPED])
    assert words.count("The platform may decide that you pay.") == 1
    assert words.count("The platform may decide that we pay.") == 1


@pytest.mark.parametrize("name", SHIPPED)
def test_a_customer_reads_no_jargon_and_one_person_speaks(name):
    """G3.2: in words a customer can read."""
    statement = write_statement("demo", version(name=name), shipped=map(shipped, SHIPPED))
    read = Tags(write_page(statement)).text.rpartition("}")[2] + write_text(statement)
    for jargon in JARGON:
        assert not re.search(rf"\b{jargon}", read, re.IGNORECASE), jargon
    assert not re.search(r"\b[GX]\d|\bTA\.|[a-z]_[a-z]|party-at-fault|“", read)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_point_has_its_source_for_those_who_look_closer(name):
    statement = write_statement("demo", version(name=name))
    titles = Tags(write_page(statement)).titles
    assert [title for title in titles if title] == [
        point.source for section in statement.sections for point in section.points
    ]


def test_the_statement_is_of_the_seller_and_says_how_to_reach_them():
    seller = {"name": "Blue Mug & Sons", "contact": "returns@bluemug.example, +44 20 7946 0000"}
    statement = write_statement("demo", version(3, seller=seller))
    page, text = Tags(write_page(statement)).text, write_text(statement)

    for read in (page, text):
        assert "Returns at Blue Mug & Sons" in read
        assert "Contact: returns@bluemug.example, +44 20 7946 0000" in read
        assert "demo" not in read


def test_a_policy_without_a_seller_is_of_the_merchant_and_has_no_contact():
    text = write_text(write_statement("demo", version()))
    assert text.startswith("Returns at demo\n")
    assert "Contact" not in text


def test_a_version_says_since_when_it_is_in_force_and_what_follows_it():
    statement = write_statement("demo", version(3), version(4))
    assert str(statement.version_note).startswith(
        "Version 3 of these rules, in force since 1 March 2026, 12:00 UTC. Version 4 comes"
    )
    assert "in force from the start." in str(write_statement("demo", version(0)).version_note)


class Tags(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.titles: list[str | None] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.titles += [value for name, value in attrs if name == "title"]
        assert {name for name, _ in attrs} <= {"lang", "charset", "name", "content", "class", "title"}

    def handle_data(self, data):
        self.text += data


HOSTILE = '"><script>alert("x")</script><img src=x onerror=1>&amp;\u202e'


def test_whatever_a_merchant_writes_into_a_policy_is_text_on_the_page():
    """It holds number 45 of docs/reliability.md."""
    seller = {"name": HOSTILE, "contact": HOSTILE}
    words = {"title": HOSTILE, "windows__no_reason__source": HOSTILE, "deadlines__settle__for_customers": HOSTILE}
    usual = {"seller": {"name": "demo", "contact": "x"}}
    plain, hostile = (
        Tags(write_page(write_statement("demo", version(**each)))) for each in (usual, words | {"seller": seller})
    )
    assert hostile.tags == plain.tags
    assert hostile.text.count(HOSTILE) == 5
    assert hostile.titles.count(HOSTILE) == 1


def test_the_page_fetches_nothing_and_its_one_style_is_the_one_that_is_allowed():
    page = write_page(write_statement("demo", version()))
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    allowed = base64.b64encode(sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{allowed}'" in POLICY_OF_CONTENT
    assert "default-src 'none'" in POLICY_OF_CONTENT
    assert not re.search(r"\b(src|href|style|on\w+)=|url\(|@import", page)


def test_the_text_keeps_to_lines_that_are_read():
    assert max(map(len, write_text(write_statement("demo", version())).splitlines())) <= 78

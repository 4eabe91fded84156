"""The parts of the command line: amounts, spans, fields, answers, settings and what a terminal gets."""

import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import click
import pytest

from chalicelib.values.money import CURRENCIES, Money
from cli import amounts, profiles, talk
from cli.checks import authority
from cli.failures import problem_of
from cli.fields import Commands
from cli.instants import read, shown, span, written
from ops.template import PROJECT

COMMANDS = Commands(json.loads((PROJECT / "docs" / "openapi.json").read_text()))


@pytest.mark.parametrize("currency", sorted(CURRENCIES))
def test_an_amount_means_what_the_api_means(currency):
    money = Money(minor=1_234_567, currency=currency)
    assert amounts.shown(money.model_dump()) == str(money)
    assert amounts.read(str(money)) == money.model_dump()


@pytest.mark.parametrize("text", ["600", "600 usd", "6.001 USD", "1.5 JPY", "-1 USD", "", "1,000.00 USD"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(ValueError, match=r"is no amount|is finer"):
        amounts.read(text)


def test_a_span_and_an_instant():
    assert (span("24h"), span("-2d"), span("30m")) == (timedelta(days=1), timedelta(days=-2), timedelta(minutes=30))
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert read(written(at)) == at
    assert shown("2026-03-02T13:00:00Z", at=at) == "2026-03-02 13:00 UTC (in 1 day)"
    assert shown("2026-03-01T11:59:30Z", at=at) == "2026-03-01 11:59 UTC (less than a minute ago)"
    with pytest.raises(ValueError, match="24h"):
        span("tomorrow")


@pytest.mark.parametrize(
    ("command", "options", "body"),
    [
        ("accept_return", [], {}),
        (
            "make_offer",
            ["--resolution", "partial_refund", "--amount", "600.00 USD", "--goodwill", "--text=--no--"],
            {
                "resolution": "partial_refund",
                "amount": {"minor": 60_000, "currency": "USD"},
                "goodwill": True,
                "text": "--no--",
            },
        ),
        ("make_offer", ["--amount", '{"minor": 1, "currency": "USD"}'], {"amount": {"minor": 1, "currency": "USD"}}),
        ("record_inspection", ["--matches-description", "false"], {"matches_description": False}),
        ("file_appeal", ["--evidence", "E1", "--evidence", "E2"], {"evidence": ["E1", "E2"]}),
        ("file_appeal", ["--evidence", "[]", "--grounds", "-5 degrees"], {"evidence": [], "grounds": "-5 degrees"}),
    ],
)
def test_the_fields_of_a_command_follow_the_document(command, options, body):
    assert COMMANDS.body(command, options) == {"command": command} | body


@pytest.mark.parametrize(
    ("command", "options", "says"),
    [
        ("accept", [], "accept_return"),
        ("make_offer", ["--price", "1"], "--amount"),
        ("make_offer", ["--command", "x"], "no field"),
        ("make_offer", ["--amount", "much"], "600.00 USD"),
        ("make_offer", ["--goodwill", "perhaps"], "true or false"),
        ("make_offer", ["--text", "a", "--text", "b"], "twice"),
        ("match_lines", ["--lines", "[{"], "--lines"),
        ("make_offer", ["amount", "1"], "--field value"),
    ],
)
def test_a_wrong_field_is_named_with_what_is_right(command, options, says):
    with pytest.raises(click.UsageError) as refusal:
        COMMANDS.body(command, options)
    assert says in refusal.value.message


@pytest.mark.parametrize(
    ("status", "code"),
    [(400, 2), (401, 3), (403, 3), (404, 1), (409, 1), (413, 2), (415, 2), (422, 2), (429, 4), (500, 4), (503, 4)],
)
def test_an_answer_has_its_exit_code(status, code):
    problem = {"type": "/problems/x", "detail": "no", "rule": "G1", "errors": [{"field": "a", "message": "b"}]}
    ended = problem_of(status, json.dumps(problem))
    assert (ended.exit_code, "rule G1" in ended.message, "a: b" in ended.message) == (code, True, True)
    assert problem_of(status, "<html>").exit_code == code
    assert "ask again in 5 seconds" in problem_of(status, "[]", "5").message


def test_a_profile_is_kept_where_only_its_owner_reads_it(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("RECOURSE_API_URL", raising=False)
    monkeypatch.delenv("RECOURSE_API_KEY", raising=False)
    one, two = profiles.Profile("https://a/v1", 'k"\\é'), profiles.Profile("https://b", "other")
    profiles.keep("default", one)
    file = profiles.keep("shop.eu", two)

    assert file.stat().st_mode & 0o777 == 0o600
    assert (profiles.of_settings("default"), profiles.of_settings("shop.eu")) == (one, two)
    monkeypatch.setenv("RECOURSE_API_KEY", "from outside")
    assert profiles.of_settings("default") == profiles.Profile("https://a/v1", "from outside")
    assert "from outside" not in repr(profiles.of_settings("default"))


def test_words_of_others_command_no_terminal(capsys):
    words = "a\x1b[2Jb\x07c\u202ed\x1b[8m \x1b[31mred\x1b[0m"
    assert talk.harmless(words) == "a[2Jbcd[8m \x1b[31mred\x1b[0m"
    talk.line(words)
    assert capsys.readouterr().out == "a[2Jbcd[8m red\n"  # no terminal, no colour


def test_the_doctor_does_not_take_the_first_page_of_the_quarantine_for_all_of_it():
    answers = {
        "/session": {"merchant": "demo", "role": "operator"},
        "/quarantine": {"deliveries": [{"connection": "demo"}] * 50, "next_cursor": "more"},
        "/work": {"cases": []},
    }
    api = SimpleNamespace(get=answers.__getitem__, profile=SimpleNamespace(connections={}))

    (failed,) = [check for check in authority(api) if not check.holds]
    assert failed.fact == "deliveries that were not understood: at least 50 (demo)"

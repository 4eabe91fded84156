"""Every command of `recourse` against one real stack, as a person gives it."""

import json
import secrets
import shutil
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from cli.main import main
from local.stack import start
from ops.template import PROJECT

pytestmark = pytest.mark.stack

FROM_OUTSIDE = ("RECOURSE_API_URL", "RECOURSE_API_KEY", "RECOURSE_STACK", "RECOURSE_PROFILE", "RECOURSE_WEBHOOK_SECRET")


@pytest.fixture(scope="module")
def stack():
    with start() as running:
        yield running


@pytest.fixture
def recourse(stack, monkeypatch, tmp_path):
    """Give a command on the stack. Returns its end, whose exit code must be the one that is expected."""
    for name in FROM_OUTSIDE:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))

    def run(*words, code=0, typed="", on_stack=True):
        options = ("--stack", str(stack.state)) if on_stack else ()
        ended = CliRunner().invoke(main, [*options, *words], input=typed)
        assert ended.exit_code == code, f"{words}: {ended.output}{ended.exception!r}"
        return ended

    return run


def await_word(recourse, word, *words):
    """Lists and the feed follow within 5 seconds."""
    end = time.monotonic() + 10
    while word not in recourse(*words).stdout:
        assert time.monotonic() < end


@pytest.fixture
def case_id(recourse):
    """A return whose order is confirmed."""
    order = f"A-{secrets.token_hex(3)}"
    recourse("trigger", "order.placed", "--order", order, "--at", "-9d")
    recourse("trigger", "order.delivered", "--order", order, "--at", "-3d")
    asked = recourse("trigger", "return.requested", "--order", order, "--return", "R.1", "--at", "-1h", "--json")
    found = json.loads(asked.stdout)["case_id"]
    assert found == f"alibaba.{order}.R~1"
    return found


def test_the_demos_story_is_lost_and_then_won(recourse):
    told = recourse("trigger", "--scenario", "lost-then-won", "--json").stdout.splitlines()

    steps = [json.loads(line) for line in told]
    assert "refused by G2.5b" in {step["result"] for step in steps}
    case = json.loads(recourse("case", steps[0]["case_id"], "--json").stdout)
    assert (case["status"], case["outcome"]) == ("closed", "ruled_seller")


def test_goods_come_back_in_another_story(recourse):
    recourse("trigger", "--scenario", "goods-come-back")


def test_the_feed_is_followed_until_somebody_stops_it(recourse, monkeypatch):
    sleep, lines = time.sleep, []

    def wait(_seconds):
        if not looks:
            recourse("trigger", "order.shipped", "--order", "F-1")
        looks.append(len(lines))
        if looks[-1] or len(looks) > 50:
            raise KeyboardInterrupt
        sleep(0.2)

    looks = []
    monkeypatch.setattr("cli.delivery_commands.time", SimpleNamespace(sleep=wait))
    monkeypatch.setattr("cli.delivery_commands.talk", SimpleNamespace(line=lines.append, paint=lambda text, _: text))
    recourse("tail", "--type", "order.shipped")
    assert [line.split()[1:3] for line in lines] == [["accepted", "order.shipped"]]


def test_a_command_is_shown_first_and_then_done(recourse, case_id):
    offer = ("do", case_id, "make_offer", "--resolution", "partial_refund", "--amount", "6.00 USD")

    looked = recourse(*offer, "--dry-run")
    assert (looked.stdout, "requested → negotiating" in looked.stderr) == ("", True)
    recourse(*offer, typed="n\n", code=1)
    assert json.loads(recourse("case", case_id, "--json").stdout)["offers"] == []

    done = recourse(*offer, typed="y\n")
    assert "Offer R.1-s1 by the seller: partial_refund, 6.00 USD, open" in done.stdout
    refused = recourse("do", case_id, "close_case", "--root-cause", "x", "--yes", code=1)
    assert "rule G3.1" in refused.stderr
    recourse("do", case_id, "make_offer", "--price", "1", code=2)
    recourse("do", "a.b.c", "accept_return", "--yes", code=1)


def test_a_case_and_the_list_of_work_say_whose_turn_it_is(recourse, case_id):
    shown = recourse("case", case_id).stdout
    assert "Your turn: " in shown
    assert "If nobody acts: " in shown

    await_word(recourse, case_id, "cases", "--turn", "us", "--due", "3d")
    assert case_id not in recourse("cases", "--due", "1m").stdout
    order = case_id.split(".")[1]
    (found,) = recourse("cases", "--q", order, "--json").stdout.splitlines()
    assert json.loads(found)["case_id"] == case_id


def test_files_are_sent_and_looked_at(recourse, case_id, tmp_path):
    good, lie = tmp_path / "words.txt", tmp_path / "mugs.png"
    good.write_text("they are black")
    lie.write_text("<html>")

    said = recourse("upload", case_id, str(good), str(lie), "--kind", "conversation", code=1).stdout
    assert "  stored  words.txt" in said
    assert "  rejected  mugs.png: by its bytes" in said


def test_what_is_not_understood_is_seen_replayed_and_diagnosed(recourse):
    sent = recourse("trigger", "return.requested", "--set", "data.return_id=#", "--json", code=1).stdout
    event = json.loads(sent)["event"]

    await_word(recourse, event, "tail", "--failed", "--since", "1h", "--no-follow", "--json")
    raw = recourse("tail", "--raw", "--failed", "--since", "1h", "--no-follow").stdout.splitlines()
    assert any(json.loads(line)["data"]["return_id"] == "#" for line in raw)

    assert "would be quarantined" in recourse("replay", event, code=1).stdout
    assert event in recourse("replay", "--connection", "demo", "--send", code=1).stdout
    first = recourse("doctor", code=1).stdout.splitlines()[0]
    assert first.startswith("✗ deliveries that were not understood: ")
    assert first.endswith("→ recourse replay --connection demo")


def test_the_doctor_finds_a_healthy_stack(recourse):
    checks = list(map(json.loads, recourse("--merchant", "other", "doctor", "--json").stdout.splitlines()))
    assert [check["fact"] for check in checks if not check["holds"]] == []
    assert len(checks) >= 8
    deep = recourse("--merchant", "other", "doctor", "--deep", "--connection", "other").stdout
    assert "✓ an uploaded file is stored" in deep
    assert "✓ a browser may send a file to the bucket" in deep


def test_a_key_is_kept_and_then_used(recourse, stack):
    key = stack.description["api_keys"]["demo"]["seller"]
    recourse("login", "--api-url", stack.api_url, typed="wrong", code=3, on_stack=False)
    said = recourse("login", "--api-url", stack.api_url, typed=key, on_stack=False)
    assert key not in said.output

    assert json.loads(recourse("whoami", "--json", on_stack=False).stdout)["role"] == "seller"
    recourse("replay", "x", on_stack=False, code=3)
    assert recourse("open", "a.b.c", on_stack=False).stdout == f"{stack.api_url}/console/index.html#/cases/a.b.c\n"
    recourse("whoami", "--profile", "other", on_stack=False, code=3)


def test_nobody_at_the_address_is_no_answer(recourse, monkeypatch):
    monkeypatch.setenv("RECOURSE_API_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("RECOURSE_API_KEY", "k")
    assert "does not answer" in recourse("whoami", on_stack=False, code=4).stderr


@pytest.mark.parametrize(
    "words",
    [
        ("trigger",),
        ("trigger", "return.requested", "--scenario", "agreed-refund"),
        ("trigger", "return.requested", "--connection", "demo-lazada"),
        ("trigger", "return.requested", "--connection", "nobody"),
        ("trigger", "return.requested", "--at", "yesterday"),
        ("replay",),
        ("--stack", "nowhere.json", "whoami"),
    ],
)
def test_a_wrong_question_is_a_wrong_question(recourse, words):
    recourse(*words, code=2)


def test_every_help_has_examples(recourse):
    for name in main.commands:
        examples = recourse(name, "--help").stdout.partition("Examples:")[2]
        assert f" {name}" in examples, name


def test_documents_and_words_for_a_shell_are_printed(recourse):
    assert json.loads(recourse("schema", "openapi").stdout)["openapi"].startswith("3.1")
    assert json.loads(recourse("schema", "asyncapi").stdout)["asyncapi"].startswith("3.0")
    assert json.loads(recourse("schema", "message").stdout)["$id"] == "urn:recourse:message"
    for shell in ("bash", "zsh", "fish"):
        assert "_RECOURSE_COMPLETE" in recourse("completion", shell).stdout


def test_the_installed_command_works(stack, tmp_path):
    source, target = tmp_path / "source", tmp_path / "target"
    shutil.copytree(PROJECT / "cli", source)
    options = "-q --no-deps --no-build-isolation --no-index --no-compile --disable-pip-version-check --target"
    pip = [sys.executable, "-m", "pip", "install", *options.split(), str(target)]
    subprocess.run([*pip, str(source)], check=True)

    command = [str(target / "bin" / "recourse"), "--stack", str(stack.state), "trigger", "--scenario", "agreed-refund"]
    environment = {"PYTHONPATH": str(target), "PATH": "/usr/bin:/bin"}
    subprocess.run(command, check=True, env=environment, cwd=tmp_path, capture_output=True)

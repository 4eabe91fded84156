"""Every `python -m ops` line of the pages, as it is printed and in its order, against a running local stack."""

import re
from functools import cache

import boto3
import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.serialization import Encoding

from chalicelib.aws.clients import Clients
from local.outsiders import Marketplace
from local.stack import start
from ops.__main__ import main
from ops.template import PROJECT
from tests.ops.documented import PAGES, ops_commands
from tests.ops.test_catch_up import PUSH
from tests.ops.test_connection_needs import ISSUER, URL, certificate

pytestmark = pytest.mark.stack

DEPLOYING = PROJECT / "docs" / "deploy.md"
OPERATIONS = PROJECT / "docs" / "operations.md"
_AWS = ("AWS_ENDPOINT_URL", "AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "RECOURSE_STACK")


@pytest.fixture(scope="module")
def stack():
    with start() as running:
        yield running


@pytest.fixture(scope="module")
def shared():
    """The clients of all commands, because making them takes longer than a command."""
    return cache(boto3.client), cache(Clients)


@pytest.fixture
def run(stack, shared, monkeypatch):
    """Run the words of one printed line. Returns its standard output."""
    monkeypatch.setattr("boto3.client", shared[0])
    monkeypatch.setattr("chalicelib.aws.clients.Clients", shared[1])
    for name in _AWS:  # the commands set them: afterwards they are as before
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("RECOURSE_STACK", str(stack.state))

    def command(words):
        ended = CliRunner().invoke(main, words)
        assert ended.exit_code == 0, f"{words}: {ended.output}{ended.exception!r}"
        assert ended.stderr.startswith("on the local stack\n")
        return ended.stdout

    return command


def test_every_line_of_the_page_on_deploying_works_as_it_is_printed(run):
    commands = ops_commands(DEPLOYING)

    said = [run(words) for words in commands]

    assert len(said) > 6
    assert "FAILED" not in "".join(said)


def test_every_line_of_the_operators_page_works_as_it_is_printed(stack, run, tmp_path):
    commands = ops_commands(OPERATIONS)
    placeholders = {"KEY_ID": lambda: run(["keys", "list", "demo"]).split()[0]}
    placeholders["EVENT_ID"] = lambda: run(["quarantine", "list"]).split()[0]
    export = tmp_path / "export.jsonl"
    export.write_text(f"{PUSH}\n")
    placeholders["EXPORT.jsonl"] = lambda: str(export)
    placeholders |= {"CERT_URL": lambda: f"{URL}-NEW", "CERT.pem": lambda: str(tmp_path / "leaf.pem")}
    for name, content in (("leaf.pem", certificate()), ("issuer.pem", ISSUER)):
        (tmp_path / name).write_bytes(content.public_bytes(Encoding.PEM))
    trusted = {"pin": ["--issuer", str(tmp_path / "issuer.pem")]}  # nobody here has a certificate of PayPal's
    assert run(commands.pop(0)).count("FAILED") == 0  # the doctor, before anything waits in quarantine
    marketplace = Marketplace(stack.description, "demo")
    marketplace.tell("return.requested", {"order_number": "A-1", "return_id": "#"})
    marketplace.tell("return.requested", {"order_number": "A-1", "return_id": "R-1", "customer": {"name": "Ada Buyer"}})

    for words in commands:
        filled = [placeholders[word]() if word in placeholders else word for word in words]
        run(filled + trusted.get(words[1] if len(words) > 1 else "", []))

    assert len(commands) > 30


def test_every_command_is_documented():
    documented = {tuple(words[:2]) for page in PAGES for words in ops_commands(page)}
    names = {(name, sub) for name, group in main.commands.items() for sub in getattr(group, "commands", {}) if sub} | {
        (name,) for name, command in main.commands.items() if not hasattr(command, "commands")
    }
    shown = {words if words[0] in {name for name, *rest in names if rest} else words[:1] for words in documented}

    assert names <= shown


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_names_a_command_that_there_is_not(page):
    for words in ops_commands(page):
        assert words[0] in main.commands
    assert not re.search(r"ops\.operate|make-key|revoke-key", page.read_text(encoding="utf-8"))

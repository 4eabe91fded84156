"""Every line of the page and of the help is one that the command line takes."""

import json
import re
import shlex

import pytest

from cli.choices import Choices
from cli.fields import Commands
from cli.main import main
from ops.template import PROJECT

README = (PROJECT / "cli" / "README.md").read_text(encoding="utf-8")
COMMANDS = Commands(json.loads((PROJECT / "docs" / "openapi.json").read_text()))
_FILES = ("mugs.png", "box.png", "waybill.pdf")


def lines():
    pages = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    pages += [command.examples for command in (main, *main.commands.values())]
    for line in "\n".join(pages).splitlines():
        found = re.search(r"(?:^|\| |\()(recourse [^|>#)]*)", line.strip())
        if found:
            yield found[1]


def test_there_are_enough_examples():
    assert len(set(lines())) > 30


@pytest.mark.parametrize("line", sorted(set(lines())))
def test_an_example_is_taken(line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in _FILES:
        (tmp_path / name).touch()
    words = shlex.split(line)[1:]
    place = next(index for index, word in enumerate(words) if word in main.commands)
    common = main.make_context("recourse", [*words[:place], words[place]], obj=Choices())

    taken = main.commands[words[place]].make_context(words[place], words[place + 1 :], parent=common)
    if words[place] == "do":
        body = COMMANDS.body(taken.params["command"], taken.params["fields"])
        assert body["command"] == taken.params["command"]

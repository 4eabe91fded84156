"""The commands that the pages print, line by line."""

import re
import shlex
from pathlib import Path

from ops.template import PROJECT

_BLOCKS = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
_OPS = ("python", "-m", "ops")
PAGES = [*sorted(PROJECT.joinpath("docs").glob("*.md")), PROJECT / "README.md"]


def lines(page: Path) -> list[str]:
    """Every line of every shell block of a page, continued lines as one."""
    blocks = _BLOCKS.findall(page.read_text(encoding="utf-8").replace("\\\n", " "))
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip()]


def ops_commands(page: Path) -> list[list[str]]:
    """The arguments of each `python -m ops` line of a page, in its order."""
    split = [shlex.split(line, comments=True) for line in lines(page) if "-m ops " in line]
    return [words[3:] for words in split if tuple(words[:3]) == _OPS]

"""`make demo` tells its story to the end, and docs/demo.md shows the same."""

import calendar
import os
import re
import subprocess
import sys
from functools import cache

import pytest

from ops.template import PROJECT


@cache
def _demo(dialect: str = "standard") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "local.demo"],
        check=False,
        cwd=PROJECT,
        env=os.environ | {"DIALECT": dialect},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_whole_story_holds_and_is_printed_in_words():
    told = _demo()
    assert told.returncode == 0, told.stdout[-2000:] + told.stderr[-2000:]
    assert "Every step held" in told.stdout
    assert "the case is CLOSED (ruled_seller)" in told.stdout
    assert told.stdout.count("if nobody acts:") >= 6


@pytest.mark.parametrize("dialect", ["alibaba", "lazada"])
def test_the_story_holds_in_a_platforms_own_pushes(dialect):
    told = _demo(dialect)
    assert told.returncode == 0, told.stdout[-2000:] + told.stderr[-2000:]
    assert "the case is CLOSED (ruled_seller)" in told.stdout
    assert "a plain 200" in told.stdout


def test_what_the_page_shows_of_it_is_what_it_prints():
    printed = {_without_numbers(line) for line in _demo().stdout.splitlines()}
    shown = re.search(r"```\n( 1\. .*?)\n```", PROJECT.joinpath("docs", "demo.md").read_text(), re.DOTALL)
    assert shown
    lines = [line for line in shown[1].splitlines() if line.strip() not in ("", "…")]
    assert [line for line in lines if _without_numbers(line) not in printed] == []


def _without_numbers(line: str) -> str:
    months = "|".join(calendar.month_name[1:])
    return re.sub(rf"evt_[0-9a-f]+|\d+|\b(?:{months})\b", "#", line)

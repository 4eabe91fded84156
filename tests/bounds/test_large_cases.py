"""All that is written of a case with 500 messages of the widest characters fits.

It needs less than half of a function's memory.
"""

import json
import subprocess
import sys

import pytest

from chalicelib.views.dossier import show_dossier
from chalicelib.views.fitting import LARGEST, fitted, in_an_answer, weight
from ops.template import PROJECT
from tests.bounds.large_order import WIDEST
from tests.world import contract
from tests.world.order import usd

MESSAGE = 256 * 1024
FUNCTIONS = json.loads(PROJECT.joinpath(".chalice", "config.json").read_text())["stages"]["prod"]["lambda_functions"]
FOLDING = ("api_handler", "project", "mediate", "dead_letters", "inspect_upload", "reconcile")


def measured(kind, rows, *works):
    """Run works in a process of their own."""
    called = [sys.executable, "-m", "tests.bounds.large_order", kind, str(rows), *works]
    done = subprocess.run(called, cwd=PROJECT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_all_that_is_written_of_500_longest_messages_fits_and_needs_less_than_half_of_the_memory():
    """It holds number 118 of docs/reliability.md."""
    seen = measured("message", 500, "show_case", "dossier", "page", "project", "file")

    written = seen["written"]
    assert 0 < written.pop("project") < MESSAGE
    assert all(1_000_000 < size < LARGEST + 1_000 for size in written.values()), written
    assert seen["peak"] < min(FUNCTIONS[name]["lambda_memory_size"] for name in FOLDING) / 2


def test_memory_of_a_work_is_its_own_and_not_that_of_the_process_that_starts_it():
    ballast = b"x" * (200 << 20)
    done = subprocess.run([sys.executable, "-m", "tests.bounds.peak"], cwd=PROJECT, capture_output=True, check=True)

    assert int(done.stdout) < 100 < len(ballast) >> 20


@pytest.fixture
def talkative(shop):
    """A case with 60 long messages."""
    shop.sell()
    shop.request()
    for number in range(60):
        shop.tell("message.posted", text=f"{number} {WIDEST * 900}")
    return shop


def test_the_oldest_words_go_first_and_the_answer_says_so(talkative):
    """It holds number 118 of docs/reliability.md."""
    reading = talkative.recourse.case_reader.read(talkative.key)
    whole = show_dossier(reading.history.file, reading.case, now=reading.now)
    room = in_an_answer(whole) // 2

    smaller = fitted(whole, room=room, size=lambda shape: weight(shape.model_dump_json()))

    people = ([entry.text for entry in shape.timeline if isinstance(entry.text, str)] for shape in (whole, smaller))
    before, after = people  # our own sentences are short, and stay
    lost = after.count("…")
    assert 10 < lost < 60
    assert after == ["…"] * lost + before[lost:]
    assert f"{lost} oldest entries" in str(smaller.shortened)
    assert whole.shortened is None


@pytest.mark.parametrize("part", [2, 5, 20, 100])
def test_it_fits_whatever_the_room(talkative, part):
    """It holds number 118 of docs/reliability.md."""
    reading = talkative.recourse.case_reader.read(talkative.key)
    whole = show_dossier(reading.history.file, reading.case, now=reading.now)
    room = weight(whole.model_dump_json()) // part

    smaller = fitted(whole, room=room, size=lambda shape: weight(shape.model_dump_json()))

    assert weight(smaller.model_dump_json()) <= room
    assert smaller.case.case_id == whole.case.case_id
    assert smaller.shortened


def test_an_ordinary_answer_loses_nothing(shop):
    """It holds number 118 of docs/reliability.md."""
    shop.sell()
    shop.request()
    shop.tell("offer.made", offer_id="O-1", resolution="partial_refund", amount=usd(1500), text="half of it")

    contract.whole_case(shop.case)
    assert shop.case["shortened"] is None
    assert shop.messages() == []

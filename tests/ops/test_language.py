"""The English of docstrings, comments, pages and sentences is plain, as far as a machine can measure it."""

from functools import cache

import pytest

from ops.language import FAULTS, RETIRED, Finding, participle_names, report, retired_words, summaries, summary_faults

MOST = 0.02  # of all summary lines


@cache
def measured() -> tuple[int, list[Finding]]:
    """Return the number of summary lines, and their faults."""
    return len(list(summaries())), summary_faults()


@pytest.mark.parametrize("fault", FAULTS)
def test_less_than_one_summary_line_in_fifty_has_this_fault(fault):
    lines, faults = measured()
    found = [finding for finding in faults if finding.fault == fault]
    assert len(found) < MOST * lines, found


def test_no_text_has_a_retired_word():
    assert retired_words() == []


def test_no_name_is_a_participle_or_a_metaphor():
    assert participle_names() == []


@pytest.mark.parametrize(
    "source",
    ["told = 1", "def read(given): pass", "def left(): pass", "for found in (): pass", "def ring_bell(): pass"],
)
def test_a_participle_as_a_name_is_found(tmp_path, source):
    tmp_path.joinpath("app.py").write_text(f"{source}\n", encoding="utf-8")
    assert len(participle_names(tmp_path)) == 1


def test_a_sentence_in_a_policy_is_no_quotation(tmp_path):
    policies = tmp_path / "chalicelib/policies"
    policies.mkdir(parents=True)
    policies.joinpath("guide.toml").write_text('silence = "the offer is taken back"\n', encoding="utf-8")
    assert [finding.fault for finding in retired_words(tmp_path)] == ["take back"]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("Read a row; None without one.", "semicolon"),
        ("Return None where there is none.", "where for if"),
        ("What a fold needs.", "noun clause"),
        ("Whether it still runs.", "noun clause"),
        (" ".join(["word"] * 21) + ".", "over 20 words"),
    ],
)
def test_a_faulty_summary_line_is_found(tmp_path, line, fault):
    package = tmp_path / "chalicelib"
    package.mkdir()
    package.joinpath("sample.py").write_text(f'"""{line}"""\n', encoding="utf-8")
    assert [finding.fault for finding in summary_faults(tmp_path)] == [fault]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("the undertaker waits", "undertaker"),
        ("it is buried", "bury"),
        ("the clock rang", "ring"),
        ("a deadline burns", "burn"),
        ("the request is taken back", "take back"),
        ("the seller vouches", "vouch"),
        ("what was told counts", "participle as a noun"),
    ],
)
def test_a_retired_word_is_found_outside_quotations_only(tmp_path, text, word):
    page = tmp_path / "README.md"
    page.write_text(f"{text}\n", encoding="utf-8")
    assert [finding.fault for finding in retired_words(tmp_path)] == [word]
    page.write_text(f"`{text}`\n", encoding="utf-8")
    assert retired_words(tmp_path) == []


def test_the_report_counts_every_kind_of_fault(tmp_path):
    tmp_path.joinpath("app.py").write_text('"""What a fold needs."""\n', encoding="utf-8")
    lines = report(tmp_path).splitlines()
    assert "noun clause: 1 of 1 (100.0%)" in lines
    assert [line.split(":")[0] for line in lines[: len(FAULTS) + 2]] == [*FAULTS, "retired words", "names"]
    assert len(RETIRED) > 5

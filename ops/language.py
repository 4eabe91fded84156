"""`python -m ops.language`: measures the English of docstrings, comments and pages, and lists what needs a rewrite.

A summary line is the first line of a docstring: at most 20 words a sentence, without a semicolon, "where" for "if" or a
noun clause. Retired words have no place outside quotations, because their meaning is not plain. A quotation stands in
backticks or in quotation marks. A participle alone is no name for a variable, an argument or a function either.

Limits: it does not look for sentences without a verb, because many plain verbs ("files", "counts") are nouns too. It
does not judge "take", which has a plain meaning as well. `chalicelib/domain` and the tests may still use participles as
names.
"""

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ops.template import PROJECT

CODE = ("app.py", "chalicelib", "cli", "ops", "local", "bench", "docs", "tests")
PAGES = ("README.md", "docs", "chalicelib/policies")
SCRIPTS = ("Makefile", ".ci/run", ".chalice/resources.json")
NAMED = ("app.py", "chalicelib", "cli", "ops", "local", "bench", "docs")
PARTICIPLES = frozenset(("told", "found", "asked", "given", "standing", "held", "left", "passed", "known"))
# Names that keep their spelling, each with its reason.
KEPT_NAMES: Mapping[str, str] = {
    "held": "an attribute of stored effect rows",
    "known": "a field of the API's orders",
}
MOST_WORDS = 20
# Each kind of fault in a summary line.
FAULTS: Mapping[str, re.Pattern[str]] = {
    "semicolon": re.compile(r";"),
    "where for if": re.compile(
        r"(?<!\bplace )(?<!\bpage )\bwhere\b(?! (?:it|they|you) (?:is|are) kept)", re.IGNORECASE
    ),
    "noun clause": re.compile(r"^(?:What|Whether|Who|Whom|Whose|That|How|Which|Where|Why)\b(?![^.]*\?)"),
    "over 20 words": re.compile(rf"(?:^|(?<=[.!?] ))(?:[^\s.!?]+ ){{{MOST_WORDS},}}[^\s.!?]+"),
}
_METAPHOR = re.compile(r"(?:^|_)(?:undertakers?|bury|buried|rings?|rang|rung|burns?|burnt|taken_back|vouch)(?:_|$)")
_VALUE = re.compile(r'^\s*"?(\w+)"?(?: = |: )"(.*)",?$')  # of TOML and JSON
# Words whose meaning here a reader has to guess, and the plain ones in their place.
RETIRED: Mapping[str, re.Pattern[str]] = {
    "undertaker": re.compile(r"\bundertakers?\b", re.IGNORECASE),
    "bury": re.compile(r"\b(?:bury|buries|buried|burial)\b", re.IGNORECASE),
    "ring": re.compile(r"\b(?:rings?|rang|rung)\b", re.IGNORECASE),
    # `burning` is a key of policies and a field of the API, which keep their spelling.
    "burn": re.compile(r"\b(?:burns?|burnt|burned)\b|(?<!\[)\bburning\b(?!\.|\])", re.IGNORECASE),
    "take back": re.compile(
        r"\b(?:tak(?:e|es|en|ing)|took) (?:it |them |that |the request |ours )?back\b", re.IGNORECASE
    ),
    "vouch": re.compile(r"\bvouch(?:es|ed)?\b", re.IGNORECASE),
    "participle as a noun": re.compile(
        r"\b(?:the|what was|what is|a|of|all) (?:told|asked|given|standing|held|left|passed)\b"
        r"(?! (?:back|over|to|for|by|in|of))",
        re.IGNORECASE,
    ),
}
_QUOTED = re.compile(r"``.*?``|`[^`]*`|“[^”]*”|\"[^\"\n]*\"|'[^'\n]{3,}'", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Finding:
    """A text that needs a rewrite: its place, its fault, and the text."""

    place: str
    fault: str
    text: str


def summaries(root: Path = PROJECT) -> Iterator[tuple[str, str]]:
    """Yield the place and the text of every summary line of the code, but for test functions."""
    for path in _files(root, CODE, ".py"):
        is_test = path.name.startswith("test_")
        for name, line, text in _docstrings(path.read_text(encoding="utf-8")):
            if text and not (is_test and name.lower().startswith("test")):
                yield f"{path.relative_to(root)}:{line}", text.split("\n", 1)[0]


def summary_faults(root: Path = PROJECT) -> list[Finding]:
    """Find the faults of the summary lines."""
    return [
        Finding(place, fault, text)
        for place, text in summaries(root)
        for fault, pattern in FAULTS.items()
        if pattern.search(_QUOTED.sub("x", text))
    ]


def retired_words(root: Path = PROJECT) -> list[Finding]:
    """Find the retired words in docstrings, comments and pages."""
    texts = (*_docstrings_and_comments(root), *_pages(root))
    return [
        Finding(place, word, match.group())
        for place, text in texts
        for word, pattern in RETIRED.items()
        for match in pattern.finditer(_QUOTED.sub("x", text))
    ]


def participle_names(root: Path = PROJECT) -> list[Finding]:
    """Find the names that are a participle alone, or a metaphor."""
    return [
        Finding(f"{path.relative_to(root)}:{line}", "name", name)
        for path in _files(root, NAMED, ".py")
        if not path.is_relative_to(root / "chalicelib/domain")
        for name, line in _names(path.read_text(encoding="utf-8"))
        if name not in KEPT_NAMES and (name in PARTICIPLES or _METAPHOR.search(name))
    ]


def _names(source: str) -> Iterator[tuple[str, int]]:
    """Yield each name that a source defines, with its line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, ast.FunctionDef):
            yield node.name, node.lineno


def _docstrings(source: str) -> Iterator[tuple[str, int, str]]:
    """Yield the name, the line and the text of each docstring. A module has no name."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module) and (text := ast.get_docstring(node)):
            yield "", 1, text
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and (
            text := ast.get_docstring(node)
        ):
            yield node.name, node.lineno, text


def _files(root: Path, places: Iterable[str], suffix: str) -> Iterator[Path]:
    for place in places:
        path = root / place
        if path.is_dir():
            yield from sorted(path.rglob(f"*{suffix}"))
        elif path.is_file() and path.suffix == suffix:
            yield path


def _docstrings_and_comments(root: Path) -> Iterator[tuple[str, str]]:
    for path in _files(root, CODE, ".py"):
        source = path.read_text(encoding="utf-8")
        for _, line, text in _docstrings(source):
            yield f"{path.relative_to(root)}:{line}", text
        sentences = path.is_relative_to(root / "chalicelib")
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT or (sentences and token.type == tokenize.STRING and " " in token.string):
                yield f"{path.relative_to(root)}:{token.start[0]}", token.string.strip("\"frbu'")


def _pages(root: Path) -> Iterator[tuple[str, str]]:
    scripts = (root / name for name in SCRIPTS if (root / name).is_file())
    for path in (*_files(root, PAGES, ".md"), *_files(root, PAGES, ".toml"), *scripts):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            # The value of a key is a sentence for people, not a quotation.
            yield f"{path.relative_to(root)}:{number}", _VALUE.sub(r"\1: \2", line)


def report(root: Path = PROJECT) -> str:
    """Return the counts, and each finding in a line."""
    total, faults, words = len(list(summaries(root))), summary_faults(root), retired_words(root)
    names = participle_names(root)
    shares = ((fault, sum(finding.fault == fault for finding in faults)) for fault in FAULTS)
    counts = [f"{fault}: {count} of {total} ({count / total:.1%})" for fault, count in shares]
    places = [f"  {finding.place}: {finding.fault}: {finding.text}" for finding in (*faults, *words, *names)]
    return "\n".join([*counts, f"retired words: {len(words)}", f"names: {len(names)}", *places])


if __name__ == "__main__":
    sys.stdout.write(report(Path(sys.argv[1]) if len(sys.argv) > 1 else PROJECT) + "\n")

"""Every fixed text of the dossier's page has Chinese words, also in the parts that few cases have."""

import ast
from collections.abc import Iterator

from chalicelib.policies.words import words_of
from chalicelib.values.languages import Language
from ops.spoken import ROOT

WRITES = {"ours", "section", "heading"}
FILES = ("dossier_return.py", "dossier_course.py", "dossier_page.py", "dossier_parts.py")


def fixed() -> Iterator[str]:
    """Yield the titles, the names of columns and of pairs, and what a table says without rows."""
    for file in FILES:
        for node in ast.walk(ast.parse((ROOT / "views" / file).read_text(encoding="utf-8"))):
            yield from (str(part.value) for part in parts(node) if isinstance(part, ast.Constant) and part.value)


def parts(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
        yield node.args[0]
    if isinstance(node, ast.keyword) and node.arg == "empty":
        yield node.value
    if isinstance(node, ast.Tuple):
        texts = (part for part in node.elts if isinstance(part, ast.Constant) and isinstance(part.value, str))
        yield from (part for part in texts if str(part.value)[:1].isupper())


def test_every_fixed_text_of_the_page_has_chinese_words():
    texts = set(fixed())
    assert {"The return", "Due to the customer", "Recorded by", "Nothing yet.", "appeal until "} <= texts
    units = {"MB"}
    assert texts - units - set(words_of(Language.CHINESE).terms) == set()

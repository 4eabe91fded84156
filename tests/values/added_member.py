"""`python -m tests.values.added_member MODULE ENUM`: adds a member to an enum in memory, then imports its tables."""

import ast
import importlib
import importlib.util
import sys
from pathlib import Path

READERS = (
    "chalicelib.advice.replies",
    "chalicelib.advice.reasons_report",
    "chalicelib.domain.decide",
    "chalicelib.domain.event_types",
    "chalicelib.views.disposition",
    "chalicelib.views.dossier",
    "chalicelib.views.messages",
    "chalicelib.views.statement",
)


def import_with_one_more(module: str, enum: str) -> None:
    """Import a module whose enum has one member more, then everything that has a table by this enum."""
    spec = importlib.util.find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    tree = ast.parse(Path(spec.origin).read_text(encoding="utf-8"))
    found = next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == enum)
    found.body.extend(ast.parse('BRAND_NEW = "brand_new"').body)
    made = importlib.util.module_from_spec(spec)
    sys.modules[module] = made
    exec(compile(ast.fix_missing_locations(tree), spec.origin, "exec"), made.__dict__)  # noqa: S102 -- our own source
    for reader in READERS:
        importlib.import_module(reader)


if __name__ == "__main__":
    import_with_one_more(*sys.argv[1:])

"""Every sentence that the code can say, with its English words, as its sources have them."""

import ast
import re
from collections.abc import Iterator
from string import Template

from chalicelib.advice.turn import TURNS
from chalicelib.domain import waits
from chalicelib.domain.lifecycle import MOVES
from chalicelib.domain.lifecycle_commands import COMMANDS
from chalicelib.domain.lifecycle_rows import Silence
from chalicelib.policies.data import reply_templates
from ops.template import PROJECT

ROOT = PROJECT / "chalicelib"
_PAIR = 2  # a code, and its words
CODE = re.compile(r"[a-z]+(-[a-z]+)*")


# Their codes or their words are made of what has happened.
MADE = (
    ("customer-changed", "the customer was {before}, now {after}"),
    ("total-changed", "the total was {before}, now {after}"),
    ("article-changed", "{sku} was {before}, now {after}"),
    ("ruling-without-amount", "the platform ruled and named no amount: ask it what is due"),
    ("text", "{text}"),
)


def said() -> Iterator[tuple[str, str]]:
    """Yield the code and the words of every sentence."""
    for path in sorted(ROOT.rglob("*.py")):
        yield from _of_file(ast.parse(path.read_text(encoding="utf-8")))
    yield from ((sentence.code, sentence.words) for turn in TURNS.values() for sentence in (turn.sentence, turn.next))
    yield from ((move.sentence.code, move.sentence.words) for move in MOVES)
    silences = (each for each in vars(waits).values() if isinstance(each, Silence))
    yield from ((silence.sentence.code, silence.sentence.words) for silence in silences)
    yield from MADE
    late = (guard for ask in COMMANDS for guard in ask.guards if guard.late)
    yield from ((f"lost-ground-{guard.name}", "{event} stands, although by what came late {why}") for guard in late)
    for template in reply_templates():
        names = Template(template.text).get_identifiers()
        yield f"reply-{template.situation}", Template(template.text).substitute({name: f"{{{name}}}" for name in names})


def _of_file(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield the sentences of the calls of `say`, and of the pairs of a code and its words."""
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Assign | ast.AnnAssign) and _name(node)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Tuple) and len(node.elts) == _PAIR:
            yield from (pair for pair in _pair(node.elts[0], node.elts[1], texts) if " " in pair[1])
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
            yield from _pair(node.args[0], node.args[1], texts) if len(node.args) == _PAIR else ()


def unread() -> Iterator[str]:
    """Yield the code of every call of `say` whose words cannot be read beside it."""
    for path in sorted(ROOT.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        texts = [node for node in ast.walk(tree) if isinstance(node, ast.Assign | ast.AnnAssign) and _name(node)]
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
                code = node.args[0]
                if isinstance(code, ast.Constant) and not list(_pair(code, node.args[1], texts)):
                    yield str(code.value)


def _pair(code: ast.expr, words: ast.expr, texts: list[ast.Assign | ast.AnnAssign]) -> Iterator[tuple[str, str]]:
    text = _text(words, texts)
    if (
        isinstance(code, ast.Constant)
        and isinstance(code.value, str)
        and CODE.fullmatch(code.value)
        and text is not None
    ):
        yield code.value, text


def _text(words: ast.expr, texts: list[ast.Assign | ast.AnnAssign]) -> str | None:
    """Return a text, or the text that the name of a constant has at that place."""
    if isinstance(words, ast.Constant):
        return words.value if isinstance(words.value, str) else None
    if not isinstance(words, ast.Name):
        return None
    assigned = [node for node in texts if _name(node) == words.id]
    before = [node for node in assigned if node.lineno <= words.lineno] or assigned
    nearest = max(before, key=lambda node: node.lineno, default=None)
    return str(nearest.value.value) if nearest and isinstance(nearest.value, ast.Constant) else None


def _name(node: ast.Assign | ast.AnnAssign) -> str | None:
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    return target.id if isinstance(target, ast.Name) and isinstance(node.value, ast.Constant) else None

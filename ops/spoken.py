"""Every sentence that the code can say, with its English words, as its sources have them."""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from string import Template

from chalicelib.advice.replies import ReplyTemplate
from chalicelib.advice.turn import TURNS
from chalicelib.domain import waits
from chalicelib.domain.lifecycle import MOVES
from chalicelib.domain.lifecycle_commands import COMMANDS
from chalicelib.domain.lifecycle_rows import Silence
from chalicelib.policies.data import reply_templates
from chalicelib.values.sentences import Sentence
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
    for source in _sources():
        yield from source.pairs()
    for sentence in _of_tables():
        yield sentence.code, sentence.words
    yield from MADE
    late = (guard for ask in COMMANDS for guard in ask.guards if guard.late)
    yield from ((f"lost-ground-{guard.name}", "{event} stands, although by what came late {why}") for guard in late)
    yield from map(_of_reply, reply_templates())


def _of_reply(reply: ReplyTemplate) -> tuple[str, str]:
    template = Template(reply.text)
    return f"reply-{reply.situation}", template.substitute({name: f"{{{name}}}" for name in template.get_identifiers()})


def unread() -> Iterator[str]:
    """Yield the code of every call of `say` whose words cannot be read beside it."""
    for source in _sources():
        for call in source.calls():
            code = call.args[0]
            if isinstance(code, ast.Constant) and source.pair(code, call.args[1]) is None:
                yield str(code.value)


def _of_tables() -> Iterator[Sentence]:
    yield from (sentence for turn in TURNS.values() for sentence in (turn.sentence, turn.next))
    yield from (move.sentence for move in MOVES)
    yield from (each.sentence for each in vars(waits).values() if isinstance(each, Silence))


@dataclass(frozen=True, slots=True)
class _Source:
    """A file of the code, with the assignments that give a name to a constant."""

    nodes: Sequence[ast.AST]
    constants: Sequence[ast.Assign | ast.AnnAssign]

    def calls(self) -> Iterator[ast.Call]:
        """Yield the calls of `say`."""
        for node in self.nodes:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
                yield node

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield the sentences of the calls of `say`, and of the pairs of a code and its words."""
        yield from self._read(call.args for call in self.calls())
        tuples = (node.elts for node in self.nodes if isinstance(node, ast.Tuple))
        yield from (pair for pair in self._read(tuples) if " " in pair[1])

    def _read(self, several: Iterable[Sequence[ast.expr]]) -> Iterator[tuple[str, str]]:
        return filter(None, (self.pair(*parts) for parts in several if len(parts) == _PAIR))

    def pair(self, code: ast.expr, words: ast.expr) -> tuple[str, str] | None:
        """Read a code and its words. Returns None if they are something else."""
        name, text = _constant(code), self._text(words)
        return (name, text) if name is not None and CODE.fullmatch(name) and text is not None else None

    def _text(self, words: ast.expr) -> str | None:
        """Return a text, or the text that the name of a constant has at that place."""
        if not isinstance(words, ast.Name):
            return _constant(words)
        assigned = [node for node in self.constants if _name(node) == words.id]
        before = [node for node in assigned if node.lineno <= words.lineno] or assigned
        nearest = max(before, key=lambda node: node.lineno, default=None)
        return _constant(nearest.value) if nearest else None


def _sources() -> Iterator[_Source]:
    for path in sorted(ROOT.rglob("*.py")):
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        yield _Source(nodes, [node for node in nodes if isinstance(node, ast.Assign | ast.AnnAssign) and _name(node)])


def _constant(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _name(node: ast.Assign | ast.AnnAssign) -> str | None:
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    return target.id if isinstance(target, ast.Name) and isinstance(node.value, ast.Constant) else None

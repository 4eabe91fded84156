"""Snapshots: answers of a platform's own API, which say what its pushes leave out. Each can be about several orders.

An answer is a row in each of its orders, and each row reads its own part. Its id is the hash of its bytes, so that the
same answer is one row however often it is fed in. `python -m ops catch-up` reads exported answers. A function that
calls the APIs would append the same rows.
"""

from collections.abc import Callable, Iterable, Mapping

from chalicelib.dialects.delivery import Headers, NotUnderstood, Translate, Translation
from chalicelib.domain.events import Happening

ORDER = "order"  # the name under which a row keeps the order whose part it reads
Snapshot = Callable[[bytes], tuple[Translation, ...]]


def grouped(facts: Iterable[tuple[str, Happening]]) -> tuple[Translation, ...]:
    """Put the facts of each order together, in their sequence. Raises NotUnderstood if there are none."""
    by_order: dict[str, list[Happening]] = {}
    for order_number, fact in facts:
        by_order.setdefault(order_number, []).append(fact)
    if not by_order:
        raise NotUnderstood("the answer is about no return")
    return tuple(Translation(number, tuple(happenings)) for number, happenings in by_order.items())


def of_own_order(snapshot: Snapshot) -> Translate:
    """Make the translator of a row, which reads the part of its own order."""

    def translate(body: bytes, headers: Headers) -> Translation:
        parts: Mapping[str, Translation] = {part.order_number: part for part in snapshot(body)}
        if headers.get(ORDER) not in parts:
            raise NotUnderstood("the answer is not about the order of its row")
        return parts[headers[ORDER]]

    return translate

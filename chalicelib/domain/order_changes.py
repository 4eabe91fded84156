"""Order changes: a promise on an older record of the order stays valid, and a person looks at the case.

A case is flagged if the change touches what was promised: the customer, the pieces or the price of its articles, or a
discount on the whole order. Example: both mugs are to come back, and the marketplace removes a plate from the order.
This touches nothing. If it removes one of the mugs, the case is flagged.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from chalicelib.domain.articles import read_lines
from chalicelib.domain.case import Case
from chalicelib.domain.flags import Review
from chalicelib.domain.line_amounts import Article
from chalicelib.domain.order import OrderRecord, Statement
from chalicelib.values.money import Money
from chalicelib.values.reading import as_read
from chalicelib.values.sentences import Phrase, Sentence, Term, Value, say
from chalicelib.values.states import NEGOTIABLE, SOFT_ENDS
from chalicelib.values.vocabulary import Party

_MOST_NAMED = 5
_CHANGED = (
    "the order was changed after you had promised something on it: {changes}. What you promised stays valid. Compare it"
    " with the order before you pay."
)
_CHANGED_THERE = (
    "the marketplace changed the order after you had promised something on it: {changes}. What you promised stays"
    " valid. Your own record of the order counts."
)

_Articles = Mapping[str, Article]


def change_reviews(case: Case, order: OrderRecord) -> Iterator[Review]:
    """Flag a case with a promise that a later record of the order touches."""
    for promised_at in sorted(_promises(case)):
        changes = tuple(_changes(case, order.stated_at(promised_at), order.stated))
        if changes:
            yield Review("G2.1", say("order-changed", _CHANGED, changes=changes))
            return
        changes = tuple(_overruled(case, order, promised_at))
        if changes:
            yield Review("G2.1", say("order-changed-there", _CHANGED_THERE, changes=changes))
            return


def _overruled(case: Case, order: OrderRecord, promised_at: datetime) -> Iterator[Sentence]:
    """Yield what the marketplace has changed since the promise, if the seller's own record counts before it."""
    if order.stated is None or order.stated.by is not Party.SELLER:
        return
    then = order.stated_at(promised_at, by=Party.PLATFORM) or order.stated_at(promised_at)
    yield from _changes(case, then, order.stated_by(Party.PLATFORM))


def _promises(case: Case) -> Iterator[datetime]:
    """Yield when the seller promised what they still have to keep, or have kept."""
    if case.agreement is not None and case.outcome not in SOFT_ENDS:
        yield case.agreement.decided_at
    if case.status in NEGOTIABLE:
        yield from (offer.at for offer in case.open_offers() if offer.by is Party.SELLER)


def _changes(case: Case, then: Statement | None, now: Statement | None) -> Iterator[Sentence]:
    if then is None or now is None or then is now:
        return
    if as_read(then.customer.name) != as_read(now.customer.name):
        yield _change("customer", "the customer was {before}, now {after}", then.customer.name, now.customer.name)
    yield from _article_changes(case, then.articles, now.articles)
    if then.discount != now.discount:
        yield _change("total", "the total was {before}, now {after}", _total(then), _total(now))


def _article_changes(case: Case, before: _Articles, after: _Articles) -> Iterator[Sentence]:
    known = {**after, **before}
    changed = [name for name in _own(case, known) if _words(before.get(name)) != _words(after.get(name))]
    for name in changed[:_MOST_NAMED]:
        was, is_now = _words(before.get(name)), _words(after.get(name))
        yield _change("article", "{sku} was {before}, now {after}", was, is_now, sku=known[name].sku)
    if len(changed) > _MOST_NAMED:
        yield say("more-changed", "{count} more articles of the return changed", count=len(changed) - _MOST_NAMED)


def _change(what: str, words: str, before: Value, after: Value, **more: Value) -> Sentence:
    return say(f"{what}-changed", words, before=before, after=after, **more)


def _total(stated: Statement) -> Value:
    return stated.total if stated.total is not None else Term("None")


def _own(case: Case, known: Mapping[str, Article]) -> list[str]:
    """Return the articles that a case is about: those of its lines, or all if that is not clear."""
    lines = list(read_lines(case, known))
    if not lines or any(line.is_unclear for line in lines):
        return sorted(known)
    return sorted({line.article.name for line in lines if line.article})


def _words(article: Article | None) -> str:
    if article is None:
        return Term("not in it")
    cost = Money(minor=article.cost, currency=article.currency) if article.currency else Term("two currencies")
    return Phrase(say("pieces-for", "{pieces} for {cost}", pieces=article.pieces, cost=cost))

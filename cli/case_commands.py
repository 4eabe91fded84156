"""`recourse cases` and `case`: the list of work, and one case."""

from datetime import datetime, timedelta

import click

from . import talk
from .api import Answer, Api
from .case_words import lines, rows
from .choices import Choices, Command
from .instants import Span, now, read, written

_WHO = ("us", "customer", "platform", "carrier", "nobody")
_CASES = """
recourse cases
recourse cases --turn us --due 24h
recourse cases --q "Ada Buyer" --json
recourse cases --status closed --limit 20
"""
_CASE = """
recourse case alibaba.A-1001.R-1
recourse case alibaba.A-1001.R-1 --json | jq .offers
"""


@click.command(cls=Command, examples=_CASES)
@click.option("--turn", type=click.Choice(_WHO), help="Only cases in which this party has to act.")
@click.option("--due", type=Span(), help="Only cases with a deadline within this span, such as 24h.")
@click.option("--q", help="A part of an order, a return, a customer, an article or a tracking number.")
@click.option("--status", help="Only cases in this state, closed ones too.")
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True, help="The most cases.")
@click.pass_obj
def cases(
    choices: Choices, /, *, turn: str | None, due: timedelta | None, q: str | None, status: str | None, limit: int
) -> None:
    """List the cases for which somebody has to act, the most urgent first. A search finds closed cases too."""
    before = now() + due if due is not None else None
    if q is None and status is None:
        listed = _work(choices.api, turn, before)[:limit]
    else:
        due_before = written(before) if before else None
        query = {"q": q, "status": status, "turn": turn, "due_before": due_before}
        listed = list(choices.api.pages("/cases", "cases", most=limit, **query))
    for line in map(talk.as_data, listed) if choices.json else rows(listed):
        talk.line(line)
    if not listed:
        talk.say("no case")


def _work(api: Api, turn: str | None, before: datetime | None) -> list[Answer]:
    return [each for each in api.get("/work")["cases"] if _is_of(each, turn) and _is_due(each, before)]


@click.command(cls=Command, examples=_CASE)
@click.argument("case_id")
@click.pass_obj
def case(choices: Choices, case_id: str) -> None:
    """Show one case: whose turn it is, by when, and what happens if nobody acts."""
    show(choices, choices.api.case(case_id))


def show(choices: Choices, case: Answer) -> None:
    """Write a case as data, or in words."""
    if choices.json:
        talk.data(case)
        return
    for line in lines(case):
        talk.line(line)


def _is_of(summary: Answer, turn: str | None) -> bool:
    return turn is None or summary["turn"]["who"] == turn


def _is_due(summary: Answer, before: datetime | None) -> bool:
    if before is None:
        return True
    return summary["deadline"] is not None and read(summary["deadline"]["at"]) < before

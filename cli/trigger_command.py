"""`recourse trigger`: a signed event of a marketplace, or a whole story of them."""

import secrets
from collections.abc import Mapping
from datetime import timedelta

import click

from . import talk
from .api import Answer
from .choices import Choices, Command
from .events import Connection, assigned, connection_of, deliver, filled, sample, samples, set_at
from .failures import NO
from .instants import Span, now
from .scenarios import names, scenario
from .steps import Telling

_EXAMPLES = f"""
recourse --stack .local/stack.json trigger return.requested
recourse --stack .local/stack.json trigger order.placed --order A-1001 --at -20d
recourse --stack .local/stack.json trigger return.requested --order A-1001 --set data.lines.0.quantity=3
recourse trigger message.posted --connection shop --secret "$SECRET" --order A-1001 --return R-1
recourse --stack .local/stack.json trigger --scenario lost-then-won
The types: {", ".join(sorted(samples()))}
The scenarios: {", ".join(names())}
"""


@click.command(cls=Command, examples=_EXAMPLES)
@click.argument("kind", metavar="TYPE", required=False)
@click.option("--scenario", "story", help="A story of several steps, by its name or its file.")
@click.option("--connection", default="demo", show_default=True, help="The connection that it comes from.")
@click.option("--secret", envvar="RECOURSE_WEBHOOK_SECRET", help="Its secret, if no stack.json has it.")
@click.option("--marketplace", help="The marketplace of the connection, if no stack.json says it.")
@click.option("--order", help="The number of the order. Without it: a new one.")
@click.option("--return", "return_id", help="The id of the return. Without it: a new one.")
@click.option(
    "--set", "assignments", multiple=True, metavar="PATH=VALUE", help="Another value, such as data.wants=exchange."
)
@click.option("--at", type=Span(), default="0s", help="When it happened, seen from now, such as -2d.")
@click.pass_obj
def trigger(
    choices: Choices,
    /,
    *,
    kind: str | None,
    story: str | None,
    connection: str,
    secret: str | None,
    marketplace: str | None,
    order: str | None,
    return_id: str | None,
    assignments: tuple[str, ...],
    at: timedelta,
) -> None:
    """Send a signed event, made from a valid sample of its type.

    A newer type is made from the example of the API's document, and one that nobody knows is sent with the ids alone. A
    scenario also gives the seller's commands, and so it needs a key.
    """
    if (kind is None) is (story is None):
        raise click.UsageError("name a type of event, or --scenario NAME")
    sender = connection_of(choices.api, connection, secret)
    words = _ids(order, return_id)
    place = marketplace or sender.marketplace or "alibaba"
    if story is not None:
        _tell(choices, story, sender, words, place)
        return
    content = {"type": kind, "data": filled(sample(choices.api, str(kind)), words)}
    for path, value in assigned(assignments):
        set_at(content, path, value)
    answer = deliver(choices.api, sender, str(content["type"]), _data(content), at=now() + at)
    understood = answer["status"] != "quarantined"
    _show(choices, answer | {"case_id": _case_id(place, _data(content)) if understood else None})


def _tell(choices: Choices, name: str, sender: Connection, words: Mapping[str, str], place: str) -> None:
    story = scenario(name)
    case_id = _case_id(place, {"order_number": words["order"], "return_id": words["return"]})
    talk.say(f"{story.title}\nthe case is {case_id}")
    for done in Telling(choices.api, sender, str(case_id), dict(words)).tell(story):
        if choices.json:
            talk.data(done | {"case_id": case_id})
        else:
            talk.line(f"{done['step']:3}. {done['say']}: {done['result']}")
    talk.say(f"look at it: recourse case {case_id}")


def _show(choices: Choices, answer: Answer) -> None:
    if choices.json:
        talk.data(answer)
    else:
        talk.line(f"{answer['status']}  {answer['type']}  {answer['event']}  {answer['case_id'] or ''}".rstrip())
        if answer.get("reason"):
            talk.say(f"not understood: {answer['reason']}")
    if answer["status"] == "quarantined":
        raise SystemExit(NO)


def _ids(order: str | None, return_id: str | None) -> dict[str, str]:
    stamp = secrets.token_hex(3).upper()
    return {"stamp": stamp, "order": order or f"T-{stamp}", "return": return_id or f"R-{stamp}"}


def _data(content: Mapping[str, object]) -> dict[str, object]:
    data = content.get("data")
    return data if isinstance(data, dict) else {}


def _case_id(marketplace: str, data: Mapping[str, object]) -> str | None:
    """Return the id of the case, in which a dot of a part is written as `~`."""
    parts = (marketplace, data.get("order_number"), data.get("return_id"))
    return ".".join(str(part).replace(".", "~") for part in parts) if all(parts) else None

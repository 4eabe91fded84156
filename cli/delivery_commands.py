"""`recourse tail` and `replay`: deliveries as they come, and those that were not understood."""

import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from urllib.parse import quote

import click

from . import talk
from .api import Answer, Api
from .choices import Choices, Command
from .failures import NO
from .instants import Span, now, written

_QUARANTINED = "quarantined"
_TAIL = """
recourse tail
recourse tail --connection demo --type return.requested
recourse tail --failed --since 1d --no-follow --json
recourse tail --raw | jq .
"""
_REPLAY = """
recourse replay delivery.demo.evt_1
recourse replay --connection demo --since 1h
recourse replay --connection demo --since 1h --send
"""


@click.command(cls=Command, examples=_TAIL)
@click.option("--connection", help="Only deliveries of this connection.")
@click.option("--type", "kind", help="Only deliveries of this type.")
@click.option("--failed", is_flag=True, help="Only those that were not understood.")
@click.option("--raw", is_flag=True, help="The body of each, one a line. It needs the role operator.")
@click.option("--since", type=Span(), default="0s", help="Begin so long ago, such as 1h.")
@click.option("--follow/--no-follow", default=True, help="Wait for more, until Ctrl-C.")
@click.option("--every", type=click.FloatRange(0.2), default=2.0, show_default=True, help="Seconds between two looks.")
@click.pass_obj
def tail(
    choices: Choices,
    /,
    *,
    connection: str | None,
    kind: str | None,
    failed: bool,
    raw: bool,
    since: timedelta,
    follow: bool,
    every: float,
) -> None:
    """Show deliveries as they come, the oldest first: time, verdict, type, and case or reason."""
    arriving = _arriving(choices.api, since, every=every if follow else None, connection=connection, type=kind)
    with suppress(KeyboardInterrupt):  # Ctrl-C is how somebody stops looking
        for each in arriving:
            if not failed or each["verdict"] == _QUARANTINED:
                talk.line(_shown(choices, each, raw=raw))


@click.command(cls=Command, examples=_REPLAY)
@click.argument("event", required=False)
@click.option("--connection", help="Every delivery of this connection that was not understood.")
@click.option("--since", type=Span(), default="30d", show_default=True, help="Only those of this span.")
@click.option("--send", is_flag=True, help="Do it. Without it you only see what would happen.")
@click.pass_obj
def replay(choices: Choices, event: str | None, connection: str | None, since: timedelta, *, send: bool) -> None:
    """Try deliveries again that were not understood, under their own ids. It needs the role operator.

    Exit 1 if one of them is still not understood.
    """
    if (event is None) is (connection is None):
        raise click.UsageError("name a delivery, or --connection NAME")
    waiting = [event] if event else _failed(choices.api, since, connection)
    results = [choices.api.post(f"{_path(str(each))}/replay", {"send": send}) for each in waiting]
    for result in results:
        _show_replay(choices, result)
    if not results:
        talk.say("nothing waits")
    raise SystemExit(NO if any(result["verdict"] == _QUARANTINED for result in results) else 0)


def _show_replay(choices: Choices, result: Answer) -> None:
    if choices.json:
        talk.data(result)
        return
    reason = f": {result['reason']}" if result["reason"] else ""
    talk.line(f"{result['id']}  {'' if result['sent'] else 'would be '}{result['verdict']}{reason}")


def _failed(api: Api, since: timedelta, connection: str | None) -> list[str]:
    arriving = _arriving(api, since, every=None, connection=connection, type=None)
    return [str(each["id"]) for each in arriving if each["verdict"] == _QUARANTINED]


def _arriving(api: Api, since: timedelta, *, every: float | None, **wanted: str | None) -> Iterator[Answer]:
    """Yield deliveries. At the end of the list wait for more, or end if `every` is None."""
    after = written(now() - abs(since))
    while True:
        page = api.get("/deliveries", after=after, **wanted)
        yield from page["deliveries"]
        ended = not page["deliveries"]
        after = page["next"]
        if ended and every is None:
            return
        if ended:
            time.sleep(every or 0)


def _body(api: Api, delivery: Answer) -> str:
    whole = api.get(_path(str(delivery["id"])))
    if "body" not in whole:
        raise click.UsageError("a body is shown to the role operator only")
    return str(whole["body"] or "")


def _shown(choices: Choices, delivery: Answer, *, raw: bool) -> str:
    if raw:
        return _body(choices.api, delivery)
    return talk.as_data(delivery) if choices.json else _row(delivery)


def _row(delivery: Answer) -> str:
    good = delivery["verdict"] != _QUARANTINED
    verdict = talk.paint(delivery["verdict"].ljust(11), "green" if good else "red")
    about = delivery["case_id"] or delivery["reason"] or ""
    kind = (delivery["type"] or "-").ljust(18)
    return f"{delivery['received_at'][:19]}Z  {verdict}  {kind}  {delivery['id']}  {about}".rstrip()


def _path(delivery_id: str) -> str:
    return f"/deliveries/{quote(delivery_id, safe='')}"

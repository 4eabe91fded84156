"""The story of order A-1001, day by day, from plain builders of events."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Outbox
from chalicelib.domain.commands import Refused
from chalicelib.domain.deadlines import deadlines
from chalicelib.domain.decide import decide, read_command
from chalicelib.domain.entries import Entry
from chalicelib.domain.event_types import read_own_fact
from chalicelib.domain.events import Event
from chalicelib.domain.fold import fold
from chalicelib.domain.guards import available_actions
from chalicelib.domain.lifecycle_rows import Deadline
from chalicelib.domain.order import OrderFile
from chalicelib.domain.policy import Policy, PolicyBook, PolicyVersion
from chalicelib.domain.reported import read_marketplace_fact
from chalicelib.domain.situation import Situation, moment_after
from chalicelib.policies import policy_book, shipped
from chalicelib.values.identifiers import OrderKey
from chalicelib.values.vocabulary import Party

ORDER = OrderKey("demo", "alibaba", "A-1001")
START = datetime(2026, 3, 1, 12, tzinfo=UTC)
GUIDE = policy_book()


def on(day: float, *, minutes: float = 0, ms: int = 0) -> datetime:
    """The instant so many days after the order was placed."""
    return START + timedelta(days=day, minutes=minutes, milliseconds=ms)


def usd(minor: int) -> dict[str, Any]:
    """An amount as data."""
    return {"minor": minor, "currency": "USD"}


def line(sku: str = "MUG-01", quantity: int = 2, minor: int = 2400, currency: str = "USD") -> dict[str, Any]:
    """A position as data."""
    return {"sku": sku, "quantity": quantity, "amount": {"minor": minor, "currency": currency}}


def told(type_: str, at: float | datetime, *, delivery: str = "", **data: Any) -> Event:
    """Make an event that a marketplace reports.

    Another `delivery` tells the same again under a new id.
    """
    fact, by = read_marketplace_fact(type_, data)
    when = at if isinstance(at, datetime) else on(at)
    return Event(
        id=_id("delivery", type_, when, data, delivery), type=type_, at=when, received_at=when, by=by, fact=fact
    )


def ours(type_: str, at: float | datetime, *, by: Party = Party.SELLER, **data: Any) -> Event:
    """Make an event of one of our own rows."""
    when = at if isinstance(at, datetime) else on(at)
    row = _id("command", type_, when, data, "")
    fact = read_own_fact(type_, data)
    return Event(id=row, type=type_, at=when, received_at=when, by=by, fact=fact, ours=True)


def placed(day: float = 0, *, name: str = "Ada Buyer", lines: object = None, **more: Any) -> Event:
    """The order of two mugs and a plate, 40.00 USD in all."""
    bought = lines or [line(), line("PLATE-02", 1, 1600)]
    return told("order.placed", day, order_number="A-1001", customer={"name": name}, lines=bought, **more)


def delivered(day: float = 1) -> Event:
    """The order reached the customer."""
    return told("order.delivered", day)


def requested(day: float = 2, *, return_id: str = "R-1", **changes: Any) -> Event:
    """A return of both mugs for their colour, 24.00 USD."""
    data: dict[str, Any] = {
        "customer": {"name": "Ada Buyer"},
        "reason": {"code": "colour_difference", "text": "ordered navy, got black"},
        "wants": "return_and_refund",
        "lines": [line()],
    }
    return told("return.requested", day, return_id=return_id, **(data | changes))


def told_of(type_: str, day: float | datetime, *, return_id: str = "R-1", **data: Any) -> Event:
    """Make an event that a marketplace reports about the case."""
    return told(type_, day, return_id=return_id, **data)


def offer(day: float, offer_id: str = "C-1", *, return_id: str = "R-1", **changes: Any) -> Event:
    """The customer offers to keep the mugs for half of the money."""
    data = {"resolution": "partial_refund", "amount": usd(1200)} | changes
    return told("offer.made", day, return_id=return_id, offer_id=offer_id, **data)


def evidence(day: float, evidence_id: str, kind: str) -> tuple[Event, Event]:
    """A file announced and stored a minute later."""
    announced = ours(
        "evidence.announced",
        on(day),
        by=Party.SELLER,
        return_id="R-1",
        evidence_id=evidence_id,
        key=f"demo/x/{evidence_id}",
        filename=f"{evidence_id}.jpg",
        kind=kind,
        content_type="image/jpeg",
        size=1000,
        sha256="0" * 64,
        expires_at=on(day + 1),
    )
    stored = ours(
        "evidence.stored",
        on(day, minutes=1),
        by=Party.SYSTEM,
        return_id="R-1",
        evidence_id=evidence_id,
        content_type="image/jpeg",
    )
    return announced, stored


@dataclass(frozen=True, slots=True)
class Story:
    """An order's events so far, and what a seller makes of them."""

    events: tuple[Event, ...]
    policies: PolicyBook = GUIDE
    outbox: Outbox = field(default_factory=Outbox)

    def then(self, *more: Event) -> "Story":
        """The story with more events."""
        return replace(self, events=(*self.events, *more))

    def under(self, policies: PolicyBook) -> "Story":
        """The story under other policies."""
        return replace(self, policies=policies)

    def knowing(self, outbox: Outbox) -> "Story":
        """The story with what the outside was told."""
        return replace(self, outbox=outbox)

    def file(self, day: float | datetime) -> OrderFile:
        """The order's file as of a day."""
        as_of = day if isinstance(day, datetime) else on(day)
        return fold(ORDER, self.events, self.policies, as_of=as_of, outbox=self.outbox)

    def case(self, day: float | datetime, return_id: str = "R-1") -> Case:
        """The case as of a day."""
        return self.file(day).cases[return_id]

    def statuses(self) -> list[str]:
        """The states of the case, event by event, each once it is dated."""
        told = sorted(self.events, key=lambda event: event.at)
        first = next(place for place, event in enumerate(told, 1) if event.type.startswith("return."))
        steps = (replace(self, events=tuple(told[:count])) for count in range(first, len(told) + 1))
        states = [step.case(step.events[-1].at).status.value for step in steps]
        return [state for place, state in enumerate(states) if place == 0 or states[place - 1] != state]

    def give(self, day: float | datetime, command: str, *, return_id: str = "R-1", **fields: Any) -> "Story":
        """The story after a command that is taken.

        Raises Refused if it is not.
        """
        now = day if isinstance(day, datetime) else on(day)
        asked = read_command({"command": command, **fields})
        file = self.file(now)
        decided = decide(file, return_id, asked, now=now)
        row = _id("command", decided.type, decided.at, fields, return_id)
        return self.then(
            Event(
                id=row,
                type=decided.type,
                at=decided.at,
                received_at=moment_after(file, now),
                by=decided.by,
                fact=decided.fact,
                ours=not decided.fact.is_recorded,
            )
        )

    def refusal(self, day: float | datetime, command: str, *, return_id: str = "R-1", **fields: Any) -> Refused:
        """Return the refusal of a command.

        Raises AssertionError if it is.
        """
        try:
            self.give(day, command, return_id=return_id, **fields)
        except Refused as refused:
            return refused
        raise AssertionError(f"{command} was taken")

    def actions(self, day: float | datetime) -> tuple[str, ...]:
        """Return the commands that a seller can give on a day."""
        file = self.file(day)
        return available_actions(Situation.of(file, file.cases["R-1"], now=file.as_of))

    def deadline(self, day: float | datetime, name: str) -> Deadline:
        """A deadline that runs on a day.

        Raises StopIteration if none of that name does.
        """
        return next(found for found in deadlines(self.case(day)) if found.name == name)

    def entry(self, day: float | datetime, kind: str) -> Entry:
        """The newest entry of a kind in the case's timeline."""
        return next(found for found in reversed(self.case(day).timeline) if found.type == kind)


def story(*events: Event) -> Story:
    """A story of these events."""
    return Story(events)


def opened(**changes: Any) -> Story:
    """An order on record, delivered on day 1, and a return of its mugs asked for on day 2."""
    return story(placed(), delivered(), requested(**changes))


def confirmed(**changes: Any) -> Story:
    """A return that has just been asked for, without a date of delivery."""
    return story(placed(), requested(**changes))


def policies(**clauses: object) -> PolicyBook:
    """The guide's policy with some of its clauses otherwise."""
    ours = Policy.model_validate(_merged(shipped("guide").model_dump(), clauses))
    standing = PolicyVersion(version=0, in_force_from=on(-1000), policy=ours)
    return PolicyBook((standing,), GUIDE.shipped)


def _merged(data: dict[str, object], changes: dict[str, object]) -> dict[str, Any]:
    merged = dict(data)
    for name, value in changes.items():
        below = merged.get(name)
        merged[name] = _merged(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return merged


def rules_flagged(case: Case) -> set[str]:
    """The rules by which a person has to look."""
    return {review.rule for review in case.reviews}


def _id(source: str, *parts: object) -> str:
    return f"{source}#{sha256(repr(parts).encode()).hexdigest()[:16]}"

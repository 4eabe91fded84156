"""The composition root: all parts of Recourse, each of them made and imported at its first use.

Why imported so late: a function of Lambda loads only what it needs, and the door answers its first webhook sooner.
"""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.settings import read_settings
from chalicelib.workers import Workers

if TYPE_CHECKING:
    from chalicelib.usecases.case_commands import CaseCommands
    from chalicelib.usecases.case_reader import CaseReader
    from chalicelib.usecases.case_search import CaseSearch
    from chalicelib.usecases.delivery_reader import DeliveryReader
    from chalicelib.usecases.evidence_uploads import EvidenceUploads
    from chalicelib.usecases.front_door import FrontDoor
    from chalicelib.usecases.order_reader import OrderReader
    from chalicelib.usecases.policies import Policies
    from chalicelib.usecases.replay import Replay
    from chalicelib.usecases.reports import Reports
    from chalicelib.usecases.sessions import Sessions
    from chalicelib.usecases.simulations import Simulations
    from chalicelib.usecases.token_buckets import Share, TokenBuckets

_LONGEST_START = 5.0  # seconds, of the 10 that Lambda gives a start
_AHEAD = 10  # connections; the others' secrets and dialects are read when their first delivery comes


class Recourse(Workers):
    """The Recourse of one process.

    Tests give it their own clock, clients or logbook.
    """

    def make_ready(self) -> None:
        """Make the front door with its clients, and read registry and secrets, before a marketplace waits for it.

        What fails here waits for the first request.
        """
        from chalicelib.aws.failures import StoreUnavailable
        from chalicelib.aws.time_limit import answering_within

        _ = self.front_door
        with suppress(StoreUnavailable), answering_within(_LONGEST_START):
            _read_ahead(self)

    @cached_property
    def front_door(self) -> FrontDoor:
        """The front door.

        Its clients do not wait long, because a marketplace waits for the answer.
        """
        from chalicelib.aws.log import OrderLog
        from chalicelib.aws.quarantine import Quarantine
        from chalicelib.dialects import DIALECTS
        from chalicelib.usecases.front_door import FrontDoor
        from chalicelib.usecases.token_buckets import TokenBuckets

        return FrontDoor(
            registry=self.registry,
            secrets=self.secrets,
            log=OrderLog(self.clients.door, self.settings.table, is_full=self.registry.is_full),
            quarantine=Quarantine(self.clients.door, self.settings.table),
            dialects=DIALECTS,
            shares=TokenBuckets(self._share, clock=self.clock),
            clock=self.clock,
            logbook=self.logbook,
        )

    @cached_property
    def shares_of_callers(self) -> TokenBuckets:
        """The share that each key and each session has in the API."""
        from chalicelib.usecases.token_buckets import TokenBuckets

        return TokenBuckets(self._share, clock=self.clock)

    @property
    def _share(self) -> Share:
        from chalicelib.usecases.token_buckets import Share

        return Share(self.settings.requests_at_once, self.settings.requests_a_second)

    @cached_property
    def sessions(self) -> Sessions:
        """The sessions of people and of phones."""
        from chalicelib.usecases.sessions import Sessions

        return Sessions(api_keys=self.api_keys, secret_store=self.secrets, clock=self.clock)

    @cached_property
    def policies(self) -> Policies:
        """The merchants' policies, to read and to change."""
        from chalicelib.usecases.policies import Policies

        return Policies(self.policy_versions, clock=self.clock)

    @cached_property
    def reports(self) -> Reports:
        """The counts and records of returns."""
        from chalicelib.usecases.reports import Reports

        return Reports(self.case_rows, self.daily_sums, clock=self.clock)

    @cached_property
    def case_search(self) -> CaseSearch:
        """The search in the lists of cases."""
        from chalicelib.usecases.case_search import CaseSearch

        return CaseSearch(case_rows=self.case_rows, registry=self.registry)

    @cached_property
    def case_reader(self) -> CaseReader:
        """The reader of single cases."""
        from chalicelib.usecases.case_reader import CaseReader

        return CaseReader(histories=self.order_histories, clock=self.clock)

    @cached_property
    def order_reader(self) -> OrderReader:
        """The reader of single orders."""
        from chalicelib.usecases.order_reader import OrderReader

        return OrderReader(histories=self.order_histories, clock=self.clock)

    @cached_property
    def delivery_reader(self) -> DeliveryReader:
        """The reader of the feed and of single deliveries."""
        from chalicelib.usecases.delivery_reader import DeliveryReader

        return DeliveryReader(
            feed=self.feed, log=self.log, quarantine=self.quarantine, registry=self.registry, clock=self.clock
        )

    @cached_property
    def simulations(self) -> Simulations:
        """The simulations of past orders under another policy."""
        from chalicelib.usecases.simulations import Simulations

        return Simulations(case_rows=self.case_rows, histories=self.order_histories, clock=self.clock)

    @cached_property
    def case_commands(self) -> CaseCommands:
        """The sellers' commands."""
        from chalicelib.usecases.case_commands import CaseCommands

        return CaseCommands(histories=self.order_histories, log=self.log_of_requests, clock=self.clock)

    @cached_property
    def evidence_uploads(self) -> EvidenceUploads:
        """The grants to upload and to download evidence."""
        from chalicelib.usecases.evidence_uploads import EvidenceUploads

        return EvidenceUploads(
            log=self.log_of_requests, index=self.upload_index, bucket=self.evidence_bucket, clock=self.clock
        )

    @cached_property
    def replay(self) -> Replay:
        """The replay of failed deliveries and filings."""
        from chalicelib.usecases.replay import Replay

        return Replay(
            door=self.front_door,
            quarantine=self.quarantine,
            log=self.log,
            effect_rows=self.effect_rows,
            histories=self.order_histories,
            queue=self.queue,
            clock=self.clock,
        )


def _read_ahead(parts: Recourse) -> None:
    """Read the registry, and the dialects and the secrets of its first connections."""
    from chalicelib.dialects import DIALECTS

    first = parts.registry.all()[:_AHEAD]
    for connection in first:
        DIALECTS.get(connection.dialect)
    parts.secrets.read_ahead(first)


class _Process:
    """The Recourse of this process, after its first use."""

    def __init__(self) -> None:
        self.recourse: Recourse | None = None
        self.lock = threading.Lock()


_process = _Process()


def recourse() -> Recourse:
    """Return the Recourse of this process, made from the environment at its first use.

    Raises MissingSetting otherwise.
    """
    with _process.lock:
        if _process.recourse is None:
            _process.recourse = Recourse(read_settings(os.environ), clock=utc_now)
        return _process.recourse


def install(other: Recourse | None) -> None:
    """Replace the Recourse of this process for tests.

    After None, the next use makes a new one.
    """
    with _process.lock:
        _process.recourse = other


def utc_now() -> datetime:
    """Return the current time, by the clock that everything except tests uses."""
    return datetime.now(UTC)

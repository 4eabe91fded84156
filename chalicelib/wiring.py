"""The composition root: all parts of Recourse, each of them made at its first use."""

import os
import threading
from datetime import UTC, datetime
from functools import cached_property

from chalicelib.aws.log import OrderLog
from chalicelib.aws.quarantine import Quarantine
from chalicelib.dialects import DIALECTS
from chalicelib.settings import read_settings
from chalicelib.stores import Stores
from chalicelib.usecases.case_commands import CaseCommands
from chalicelib.usecases.case_reader import CaseReader
from chalicelib.usecases.case_search import CaseSearch
from chalicelib.usecases.dead_letters import DeadLetters
from chalicelib.usecases.deadline_clerk import DeadlineClerk
from chalicelib.usecases.evidence_clerk import EvidenceClerk
from chalicelib.usecases.evidence_uploads import EvidenceUploads
from chalicelib.usecases.filing_endpoint import FilingEndpoint
from chalicelib.usecases.filings import Filings
from chalicelib.usecases.front_door import FrontDoor
from chalicelib.usecases.mediation_desk import MediationDesk
from chalicelib.usecases.order_history import OrderHistories
from chalicelib.usecases.order_reader import OrderReader
from chalicelib.usecases.policies import Policies
from chalicelib.usecases.projector import Projector
from chalicelib.usecases.quarantine_reader import QuarantineReader
from chalicelib.usecases.reconciler import Reconciler
from chalicelib.usecases.replay import Replay
from chalicelib.usecases.reports import Reports
from chalicelib.usecases.sessions import Sessions
from chalicelib.usecases.simulations import Simulations
from chalicelib.usecases.token_buckets import Share, TokenBuckets


class Recourse(Stores):
    """The Recourse of one process.

    Tests give it their own clock, clients or logbook.
    """

    @cached_property
    def front_door(self) -> FrontDoor:
        """The front door.

        Its clients do not wait long, because a marketplace waits for the answer.
        """
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
        return TokenBuckets(self._share, clock=self.clock)

    @property
    def _share(self) -> Share:
        return Share(self.settings.requests_at_once, self.settings.requests_a_second)

    @cached_property
    def sessions(self) -> Sessions:
        """The sessions of people and of phones."""
        return Sessions(api_keys=self.api_keys, secret_store=self.secrets, clock=self.clock)

    @cached_property
    def policies(self) -> Policies:
        """The merchants' policies, to read and to change."""
        return Policies(self.policy_versions, clock=self.clock)

    @cached_property
    def reports(self) -> Reports:
        """The counts and records of returns."""
        return Reports(self.case_rows)

    @cached_property
    def order_histories(self) -> OrderHistories:
        """The orders, folded from their logs."""
        return OrderHistories(self.log, self.policy_versions, self.logbook)

    @cached_property
    def case_search(self) -> CaseSearch:
        """The search in the lists of cases."""
        return CaseSearch(case_rows=self.case_rows, registry=self.registry)

    @cached_property
    def case_reader(self) -> CaseReader:
        """The reader of single cases."""
        return CaseReader(histories=self.order_histories, clock=self.clock)

    @cached_property
    def order_reader(self) -> OrderReader:
        """The reader of single orders."""
        return OrderReader(histories=self.order_histories, clock=self.clock)

    @cached_property
    def simulations(self) -> Simulations:
        """The simulations of past orders under another policy."""
        return Simulations(case_rows=self.case_rows, histories=self.order_histories, clock=self.clock)

    @cached_property
    def case_commands(self) -> CaseCommands:
        """The sellers' commands."""
        return CaseCommands(histories=self.order_histories, log=self.log_of_requests, clock=self.clock)

    @cached_property
    def deadline_clerk(self) -> DeadlineClerk:
        """The clerk that records expired deadlines."""
        return DeadlineClerk(case_rows=self.case_rows, log=self.log, clock=self.clock, logbook=self.logbook)

    @cached_property
    def filings(self) -> Filings:
        """The filings with marketplaces."""
        return Filings(registry=self.registry, secrets=self.secrets, endpoint=FilingEndpoint(), clock=self.clock)

    @cached_property
    def mediation_desk(self) -> MediationDesk:
        """The desk that files queued requests."""
        return MediationDesk(
            histories=self.order_histories,
            log=self.log,
            queue=self.queue,
            filings=self.filings,
            clock=self.clock,
            logbook=self.logbook,
        )

    @cached_property
    def dead_letters(self) -> DeadLetters:
        """The requests that the mediation queue gave up."""
        return DeadLetters(
            histories=self.order_histories,
            log=self.log,
            effect_rows=self.effect_rows,
            queue=self.dead_letter_queue,
            clock=self.clock,
            logbook=self.logbook,
        )

    @cached_property
    def evidence_uploads(self) -> EvidenceUploads:
        """The grants to upload and to download evidence."""
        return EvidenceUploads(
            log=self.log_of_requests, index=self.upload_index, bucket=self.evidence_bucket, clock=self.clock
        )

    @cached_property
    def evidence_clerk(self) -> EvidenceClerk:
        """The clerk that inspects uploads."""
        return EvidenceClerk(
            histories=self.order_histories,
            log=self.log,
            index=self.upload_index,
            bucket=self.evidence_bucket,
            clock=self.clock,
            logbook=self.logbook,
        )

    @cached_property
    def projector(self) -> Projector:
        """The projector of messages and case rows."""
        return Projector(
            histories=self.order_histories,
            registry=self.registry,
            effect_rows=self.effect_rows,
            case_rows=self.case_rows,
            queue=self.queue,
            bucket=self.settings.bucket,
            clock=self.clock,
            logbook=self.logbook,
        )

    @cached_property
    def reconciler(self) -> Reconciler:
        """The nightly comparison of everything with the logs."""
        return Reconciler(
            histories=self.order_histories,
            log=self.log,
            projector=self.projector,
            effect_rows=self.effect_rows,
            queue=self.queue,
            sweep_uploads=self.evidence_clerk.sweep,
            count_quarantined=self.quarantine_reader.count,
            clock=self.clock,
            logbook=self.logbook,
        )

    @cached_property
    def quarantine_reader(self) -> QuarantineReader:
        """The reader of deliveries that were not understood."""
        return QuarantineReader(registry=self.registry, quarantine=self.quarantine)

    @cached_property
    def replay(self) -> Replay:
        """The replay of failed deliveries and filings."""
        return Replay(
            door=self.front_door,
            quarantine=self.quarantine,
            log=self.log,
            effect_rows=self.effect_rows,
            histories=self.order_histories,
            queue=self.queue,
            clock=self.clock,
        )


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

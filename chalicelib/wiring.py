"""The composition root: what Recourse is made of, each part made when it is first asked for."""

import os
import threading
from datetime import UTC, datetime
from functools import cached_property

from chalicelib.aws.log import OrderLog
from chalicelib.aws.quarantine import Quarantine
from chalicelib.dialects import DIALECTS
from chalicelib.settings import read_settings
from chalicelib.stores import Stores
from chalicelib.usecases.case_commands import Commanding
from chalicelib.usecases.case_reader import Reading
from chalicelib.usecases.dead_letters import Undertaker
from chalicelib.usecases.deadline_clerk import DeadlineClerk
from chalicelib.usecases.evidence_clerk import EvidenceClerk
from chalicelib.usecases.evidence_uploads import Evidence
from chalicelib.usecases.filing_endpoint import FilingEndpoint
from chalicelib.usecases.filings import Filings
from chalicelib.usecases.front_door import FrontDoor
from chalicelib.usecases.mediation_desk import Desk
from chalicelib.usecases.order_history import Histories
from chalicelib.usecases.policies import Policymaking
from chalicelib.usecases.projector import Projector
from chalicelib.usecases.reconciler import Reconciler
from chalicelib.usecases.replay import Replay
from chalicelib.usecases.reports import Reporting
from chalicelib.usecases.simulations import Simulating


class Recourse(Stores):
    """One process's Recourse; tests hand it a clock, clients or a logbook of their own."""

    @cached_property
    def door(self) -> FrontDoor:
        """The front door, on impatient clients: a marketplace waits."""
        return FrontDoor(
            registry=self.registry,
            secrets=self.secrets,
            log=OrderLog(self.clients.door, self.settings.table),
            quarantine=Quarantine(self.clients.door, self.settings.table),
            dialects=DIALECTS,
            clock=self.clock,
            logbook=self.logbook,
        )

    @cached_property
    def policymaking(self) -> Policymaking:
        """Who reads and makes policies."""
        return Policymaking(self.policies, clock=self.clock)

    @cached_property
    def reporting(self) -> Reporting:
        """Who counts returns and hands out their records."""
        return Reporting(self.case_rows)

    @cached_property
    def histories(self) -> Histories:
        """Orders as their logs fold."""
        return Histories(self.log, self.policies, self.logbook)

    @cached_property
    def reading(self) -> Reading:
        """What sellers read."""
        return Reading(histories=self.histories, clock=self.clock)

    @cached_property
    def simulating(self) -> Simulating:
        """Who folds past orders under another policy."""
        return Simulating(case_rows=self.case_rows, histories=self.histories, clock=self.clock)

    @cached_property
    def commanding(self) -> Commanding:
        """What sellers ask."""
        return Commanding(histories=self.histories, log=self.log, clock=self.clock)

    @cached_property
    def deadline_clerk(self) -> DeadlineClerk:
        """Who rings when a deadline has passed."""
        return DeadlineClerk(case_rows=self.case_rows, log=self.log, clock=self.clock, logbook=self.logbook)

    @cached_property
    def filings(self) -> Filings:
        """What marketplaces are told."""
        return Filings(registry=self.registry, secrets=self.secrets, endpoint=FilingEndpoint(), clock=self.clock)

    @cached_property
    def desk(self) -> Desk:
        """Who files what is queued."""
        return Desk(
            histories=self.histories,
            log=self.log,
            queue=self.queue,
            filings=self.filings,
            clock=self.clock,
            logbook=self.logbook,
        )

    @cached_property
    def undertaker(self) -> Undertaker:
        """Who looks after what the queue gave up."""
        return Undertaker(
            histories=self.histories,
            log=self.log,
            effect_rows=self.effect_rows,
            dead_letters=self.dead_letters,
            clock=self.clock,
            logbook=self.logbook,
        )

    @cached_property
    def evidence(self) -> Evidence:
        """Uploads and downloads, granted."""
        return Evidence(log=self.log, index=self.upload_index, bucket=self.evidence_bucket, clock=self.clock)

    @cached_property
    def evidence_clerk(self) -> EvidenceClerk:
        """Who looks at what was uploaded."""
        return EvidenceClerk(
            histories=self.histories,
            log=self.log,
            index=self.upload_index,
            bucket=self.evidence_bucket,
            clock=self.clock,
            logbook=self.logbook,
        )

    @cached_property
    def projector(self) -> Projector:
        """What follows from the logs."""
        return Projector(
            histories=self.histories,
            effect_rows=self.effect_rows,
            case_rows=self.case_rows,
            queue=self.queue,
            bucket=self.settings.bucket,
            clock=self.clock,
            logbook=self.logbook,
        )

    @cached_property
    def reconciler(self) -> Reconciler:
        """Who compares everything with the logs."""
        return Reconciler(
            histories=self.histories,
            log=self.log,
            projector=self.projector,
            effect_rows=self.effect_rows,
            queue=self.queue,
            sweep_uploads=self.evidence_clerk.sweep,
            clock=self.clock,
            logbook=self.logbook,
        )

    @cached_property
    def replay(self) -> Replay:
        """What an operator has tried again."""
        return Replay(
            door=self.door,
            quarantine=self.quarantine,
            log=self.log,
            effect_rows=self.effect_rows,
            histories=self.histories,
            queue=self.queue,
            clock=self.clock,
        )


class _Place:
    """Where the process's Recourse stands once somebody asked for it."""

    def __init__(self) -> None:
        self.taken_by: Recourse | None = None
        self.guard = threading.Lock()


_place = _Place()


def recourse() -> Recourse:
    """The process's Recourse, made from the environment when first asked for; MissingSetting otherwise."""
    with _place.guard:
        if _place.taken_by is None:
            _place.taken_by = Recourse(read_settings(os.environ), clock=utc_now)
        return _place.taken_by


def install(other: Recourse | None) -> None:
    """Put another Recourse in the process's place, or with None have it made anew; for tests."""
    with _place.guard:
        _place.taken_by = other


def utc_now() -> datetime:
    """The clock of everything that is not a test."""
    return datetime.now(UTC)

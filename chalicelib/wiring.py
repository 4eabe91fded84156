"""The composition root: what Recourse is made of, each part made when it is first asked for."""

import os
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property

from chalicelib.aws.api_keys import ApiKeys
from chalicelib.aws.case_rows import CaseRows
from chalicelib.aws.clients import Clients
from chalicelib.aws.effect_rows import EffectRows
from chalicelib.aws.evidence_bucket import EvidenceBucket
from chalicelib.aws.log import OrderLog
from chalicelib.aws.mediation_queue import MediationQueue
from chalicelib.aws.policy_versions import PolicyVersions
from chalicelib.aws.quarantine import Quarantine
from chalicelib.aws.registry import ConnectionRegistry
from chalicelib.aws.secrets import SecretStore
from chalicelib.aws.upload_index import UploadIndex
from chalicelib.commanding import Commanding
from chalicelib.deadline_clerk import DeadlineClerk
from chalicelib.deliveries import FrontDoor
from chalicelib.desk import Desk
from chalicelib.dialects import DIALECTS
from chalicelib.evidence import Evidence
from chalicelib.evidence_clerk import EvidenceClerk
from chalicelib.filing_endpoint import FilingEndpoint
from chalicelib.filings import Filings
from chalicelib.histories import Histories
from chalicelib.logbook import Logbook, print_lines
from chalicelib.policymaking import Policymaking
from chalicelib.projection import Projector
from chalicelib.reading import Reading
from chalicelib.replay import Replay
from chalicelib.reporting import Reporting
from chalicelib.settings import Settings, read_settings
from chalicelib.simulating import Simulating
from chalicelib.undertaker import Undertaker


class Recourse:
    """One process's Recourse; tests hand it a clock, clients or a logbook of their own."""

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Callable[[], datetime],
        clients: Clients | None = None,
        logbook: Logbook | None = None,
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.clients = clients or Clients()
        self.logbook = logbook or print_lines()

    @cached_property
    def registry(self) -> ConnectionRegistry:
        """The connections."""
        return ConnectionRegistry(self.clients.door, self.settings.table, clock=self.clock, logbook=self.logbook)

    @cached_property
    def secrets(self) -> SecretStore:
        """The connections' secrets."""
        return SecretStore(
            self.clients.door_secrets, self.settings.secrets_prefix, clock=self.clock, logbook=self.logbook
        )

    @cached_property
    def api_keys(self) -> ApiKeys:
        """The sellers' keys."""
        return ApiKeys(self.clients.door, self.settings.table, clock=self.clock)

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
    def log(self) -> OrderLog:
        """The order log, on patient clients."""
        return OrderLog(self.clients.dynamodb, self.settings.table)

    @cached_property
    def policies(self) -> PolicyVersions:
        """The merchants' policies."""
        return PolicyVersions(self.clients.dynamodb, self.settings.table, clock=self.clock)

    @cached_property
    def policymaking(self) -> Policymaking:
        """Who reads and makes policies."""
        return Policymaking(self.policies, clock=self.clock)

    @cached_property
    def case_rows(self) -> CaseRows:
        """The case rows."""
        return CaseRows(self.clients.dynamodb, self.settings.table)

    @cached_property
    def reporting(self) -> Reporting:
        """Who counts returns and hands out their records."""
        return Reporting(self.case_rows)

    @cached_property
    def histories(self) -> Histories:
        """Orders as their logs fold."""
        return Histories(self.log, self.policies, self.logbook)

    @cached_property
    def queue(self) -> MediationQueue:
        """Where requests to mediate go out."""
        return MediationQueue(self.clients.sqs, self.settings.mediation_queue_url)

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
        return DeadlineClerk(case_rows=self.case_rows, log=self.log, clock=self.clock)

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
            dead_letters=MediationQueue(self.clients.sqs, self.settings.mediation_dlq_url),
            clock=self.clock,
            logbook=self.logbook,
        )

    @cached_property
    def evidence_bucket(self) -> EvidenceBucket:
        """The files of evidence."""
        return EvidenceBucket(self.clients.s3, self.settings.bucket)

    @cached_property
    def upload_index(self) -> UploadIndex:
        """Whose an uploaded file is."""
        return UploadIndex(self.clients.dynamodb, self.settings.table)

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
            effect_rows=EffectRows(self.clients.dynamodb, self.settings.table),
            case_rows=self.case_rows,
            queue=self.queue,
            bucket=self.settings.bucket,
            clock=self.clock,
            logbook=self.logbook,
        )

    @cached_property
    def replay(self) -> Replay:
        """What an operator has tried again."""
        return Replay(
            door=self.door,
            quarantine=Quarantine(self.clients.dynamodb, self.settings.table),
            log=self.log,
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

"""The stores of one process, each of them made and imported at its first use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.logbook import Logbook, print_lines
from chalicelib.settings import Settings

if TYPE_CHECKING:
    from chalicelib.aws.api_keys import ApiKeys
    from chalicelib.aws.broken_orders import BrokenOrders
    from chalicelib.aws.case_rows import CaseRows
    from chalicelib.aws.clients import Clients
    from chalicelib.aws.daily_sums import DailySums
    from chalicelib.aws.effect_rows import EffectRows
    from chalicelib.aws.evidence_bucket import EvidenceBucket
    from chalicelib.aws.feed import Feed
    from chalicelib.aws.log import OrderLog
    from chalicelib.aws.mediation_queue import MediationQueue
    from chalicelib.aws.order_walk import OrderWalk
    from chalicelib.aws.policy_versions import PolicyVersions
    from chalicelib.aws.quarantine import Quarantine
    from chalicelib.aws.registry import ConnectionRegistry
    from chalicelib.aws.secrets import SecretStore
    from chalicelib.aws.upload_index import UploadIndex


class Stores:
    """The tables, buckets, queues and parameters, each behind its own class."""

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Callable[[], datetime],
        clients: Clients | None = None,
        logbook: Logbook | None = None,
    ) -> None:
        from chalicelib.aws.clients import Clients

        self.settings = settings
        self.clock = clock
        self.clients = clients or Clients()
        self.logbook = logbook or print_lines(stack=settings.stack)

    @cached_property
    def registry(self) -> ConnectionRegistry:
        """The connections."""
        from chalicelib.aws.registry import ConnectionRegistry

        return ConnectionRegistry(self.clients.door, self.settings.table, clock=self.clock, logbook=self.logbook)

    @cached_property
    def secrets(self) -> SecretStore:
        """The connections' secrets."""
        from chalicelib.aws.secrets import SecretStore

        return SecretStore(
            self.clients.door_secrets, self.settings.secrets_prefix, clock=self.clock, logbook=self.logbook
        )

    @cached_property
    def api_keys(self) -> ApiKeys:
        """The sellers' keys."""
        from chalicelib.aws.api_keys import ApiKeys

        return ApiKeys(self.clients.rows, self.settings.table, clock=self.clock)

    @cached_property
    def log(self) -> OrderLog:
        """The order log, with clients that wait and try again."""
        from chalicelib.aws.log import OrderLog

        return OrderLog(self.clients.rows, self.settings.table, is_full=self.registry.is_full)

    @cached_property
    def log_of_requests(self) -> OrderLog:
        """The order log of the sellers' requests, which looks up a write without an answer."""
        from chalicelib.aws.log import OrderLog

        return OrderLog(self.clients.rows, self.settings.table, is_full=self.registry.is_full, look=self.clients.door)

    @cached_property
    def policy_versions(self) -> PolicyVersions:
        """The merchants' policies."""
        from chalicelib.aws.policy_versions import PolicyVersions

        return PolicyVersions(self.clients.rows, self.settings.table, clock=self.clock, look=self.clients.door)

    @cached_property
    def case_rows(self) -> CaseRows:
        """The case rows."""
        from chalicelib.aws.case_rows import CaseRows

        return CaseRows(self.clients.rows, self.settings.table)

    @cached_property
    def daily_sums(self) -> DailySums:
        """The sums of case rows for reports."""
        from chalicelib.aws.daily_sums import DailySums

        return DailySums(self.clients.rows, self.settings.table)

    @cached_property
    def effect_rows(self) -> EffectRows:
        """The messages to the outside."""
        from chalicelib.aws.effect_rows import EffectRows

        return EffectRows(self.clients.rows, self.settings.table)

    @cached_property
    def order_walk(self) -> OrderWalk:
        """The walk over all orders."""
        from chalicelib.aws.order_walk import OrderWalk

        return OrderWalk(self.clients.rows, self.settings.table)

    @cached_property
    def broken_orders(self) -> BrokenOrders:
        """The orders that our code could not project."""
        from chalicelib.aws.broken_orders import BrokenOrders

        return BrokenOrders(self.clients.rows, self.settings.table)

    @cached_property
    def upload_index(self) -> UploadIndex:
        """The index from an uploaded file to its case."""
        from chalicelib.aws.upload_index import UploadIndex

        return UploadIndex(self.clients.rows, self.settings.table)

    @cached_property
    def evidence_bucket(self) -> EvidenceBucket:
        """The files of evidence."""
        from chalicelib.aws.evidence_bucket import EvidenceBucket

        return EvidenceBucket(self.clients.s3, self.settings.bucket)

    @cached_property
    def queue(self) -> MediationQueue:
        """The queue of requests to the marketplaces."""
        from chalicelib.aws.mediation_queue import MediationQueue

        return MediationQueue(self.clients.sqs, self.settings.mediation_queue_url)

    @cached_property
    def dead_letter_queue(self) -> MediationQueue:
        """The queue of requests that the mediation queue gave up."""
        from chalicelib.aws.mediation_queue import MediationQueue

        return MediationQueue(self.clients.sqs, self.settings.mediation_dlq_url)

    @cached_property
    def quarantine(self) -> Quarantine:
        """The deliveries that were not understood, for operators."""
        from chalicelib.aws.quarantine import Quarantine

        return Quarantine(self.clients.rows, self.settings.table)

    @cached_property
    def feed(self) -> Feed:
        """The deliveries of the last days, for people who look."""
        from chalicelib.aws.feed import Feed

        return Feed(self.clients.rows, self.settings.table)

"""The use cases that work while nobody waits: after the stream, the queues, the clock and the uploads."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.stores import Stores

if TYPE_CHECKING:
    from chalicelib.usecases.dead_letters import DeadLetters
    from chalicelib.usecases.deadline_clerk import DeadlineClerk
    from chalicelib.usecases.delivery_feed import DeliveryFeed
    from chalicelib.usecases.evidence_clerk import EvidenceClerk
    from chalicelib.usecases.filings import Filings
    from chalicelib.usecases.mediation_desk import MediationDesk
    from chalicelib.usecases.nightly_sums import NightlySums
    from chalicelib.usecases.order_history import OrderHistories
    from chalicelib.usecases.projector import Projector
    from chalicelib.usecases.quarantine_reader import QuarantineReader
    from chalicelib.usecases.reconciler import Reconciler
    from chalicelib.usecases.redrive import Redrive


class Workers(Stores):
    """The workers of one process, each of them made and imported at its first use."""

    @cached_property
    def order_histories(self) -> OrderHistories:
        """The orders, folded from their logs."""
        from chalicelib.usecases.order_history import OrderHistories

        return OrderHistories(self.log, self.policy_versions, self.logbook)

    @cached_property
    def deadline_clerk(self) -> DeadlineClerk:
        """The clerk that records expired deadlines."""
        from chalicelib.usecases.deadline_clerk import DeadlineClerk

        return DeadlineClerk(case_rows=self.case_rows, log=self.log, clock=self.clock, logbook=self.logbook)

    @cached_property
    def filings(self) -> Filings:
        """The filings with marketplaces."""
        from chalicelib.usecases.filing_endpoint import FilingEndpoint
        from chalicelib.usecases.filings import Filings

        return Filings(registry=self.registry, secrets=self.secrets, endpoint=FilingEndpoint(), clock=self.clock)

    @cached_property
    def mediation_desk(self) -> MediationDesk:
        """The desk that files queued requests."""
        from chalicelib.usecases.mediation_desk import MediationDesk

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
        from chalicelib.usecases.dead_letters import DeadLetters

        return DeadLetters(
            histories=self.order_histories,
            log=self.log,
            effect_rows=self.effect_rows,
            queue=self.dead_letter_queue,
            clock=self.clock,
            logbook=self.logbook,
        )

    @cached_property
    def evidence_clerk(self) -> EvidenceClerk:
        """The clerk that inspects uploads."""
        from chalicelib.usecases.evidence_clerk import EvidenceClerk

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
        from chalicelib.usecases.projector import Projector

        return Projector(
            histories=self.order_histories,
            registry=self.registry,
            broken_orders=self.broken_orders,
            effect_rows=self.effect_rows,
            case_rows=self.case_rows,
            queue=self.queue,
            bucket=self.settings.bucket,
            clock=self.clock,
            logbook=self.logbook,
        )

    @cached_property
    def delivery_feed(self) -> DeliveryFeed:
        """The writer of the feed of deliveries."""
        from chalicelib.usecases.delivery_feed import DeliveryFeed

        return DeliveryFeed(feed=self.feed, registry=self.registry, logbook=self.logbook)

    @cached_property
    def redrive(self) -> Redrive:
        """The redrive of broken orders."""
        from chalicelib.usecases.redrive import Redrive

        return Redrive(broken_orders=self.broken_orders, projector=self.projector, logbook=self.logbook)

    @cached_property
    def reconciler(self) -> Reconciler:
        """The nightly comparison of everything with the logs."""
        from chalicelib.usecases.reconciler import Reconciler

        return Reconciler(
            histories=self.order_histories,
            log=self.log,
            walk=self.order_walk,
            projector=self.projector,
            effect_rows=self.effect_rows,
            queue=self.queue,
            sweep_uploads=self.evidence_clerk.sweep,
            count_quarantined=self.quarantine_reader.count,
            clock=self.clock,
            logbook=self.logbook,
        )

    @cached_property
    def nightly_sums(self) -> NightlySums:
        """The nightly sums for reports of long periods."""
        from chalicelib.usecases.nightly_sums import NightlySums

        return NightlySums(
            registry=self.registry,
            case_rows=self.case_rows,
            sums=self.daily_sums,
            clock=self.clock,
            logbook=self.logbook,
        )

    @cached_property
    def quarantine_reader(self) -> QuarantineReader:
        """The reader of deliveries that were not understood."""
        from chalicelib.usecases.quarantine_reader import QuarantineReader

        return QuarantineReader(registry=self.registry, quarantine=self.quarantine)

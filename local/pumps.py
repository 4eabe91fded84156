"""Every event source of the application, wired as it deploys."""

from types import ModuleType

import boto3

from local.failure_destination import FailureDestination
from local.invocation import Handler
from local.pump import Pump
from local.queue_pump import QueuePump
from local.resources import Resources
from local.schedule_pump import SchedulePump
from local.stream_pump import StreamPump, StreamRules
from local.stream_reader import StreamReader
from local.upload_pump import UploadPump
from ops.template import Template

_DEADLINES_EVERY_SECONDS = 2.0
_REDRIVE_EVERY_SECONDS = 60.0
_RECONCILE_EVERY_SECONDS = 3600.0


def make_pumps(app: ModuleType, resources: Resources, template: Template, *, desk: bool = True) -> list[Pump]:
    """Return a pump for every handler there is.

    Without `desk` messages for it stay on the queue.
    """
    made = (
        _project(app, resources, template),
        _queue(app, resources.mediation_queue_url, "mediate") if desk else None,
        _queue(app, resources.mediation_dlq_url, "dead_letters"),
        _uploads(app, resources),
        _schedule(app, "expire_deadlines", every=_DEADLINES_EVERY_SECONDS, at_once=True),
        _schedule(app, "redrive", every=_REDRIVE_EVERY_SECONDS, at_once=False),
        _schedule(app, "reconcile", every=_RECONCILE_EVERY_SECONDS, at_once=False),
    )
    return [pump for pump in made if pump is not None]


def _handler(app: ModuleType, name: str) -> Handler | None:
    handler: Handler | None = getattr(app, name, None)
    return handler


def _project(app: ModuleType, resources: Resources, template: Template) -> Pump | None:
    handler = _handler(app, StreamPump.name)
    if handler is None:
        return None
    return StreamPump(
        StreamReader(boto3.client("dynamodbstreams"), resources.stream_arn),
        handler,
        rules=StreamRules.of_source(template.source("Project")),
        give_up=FailureDestination(boto3.client("sqs"), resources.projector_failures_url).give_up,
    )


def _queue(app: ModuleType, queue_url: str, name: str) -> Pump | None:
    handler = _handler(app, name)
    return handler and QueuePump(boto3.client("sqs"), queue_url, handler, name=name)


def _uploads(app: ModuleType, resources: Resources) -> Pump | None:
    handler = _handler(app, UploadPump.name)
    return handler and UploadPump(boto3.client("sqs"), resources.uploads_queue_url, handler)


def _schedule(app: ModuleType, name: str, *, every: float, at_once: bool) -> Pump | None:
    handler = _handler(app, name)
    return handler and SchedulePump(handler, name=name, every=every, at_once=at_once)

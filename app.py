"""Every entry of Recourse: the decorator says when it runs, the body says which use case does the work."""

import gc
import os
from collections.abc import Callable
from typing import Any

gc.disable()  # what is imported stays, so looking through it for garbage would only make the start longer

from chalice.app import CloudWatchEvent, Cron, DynamoDBEvent, Rate, SQSEvent

from chalicelib.aws.mediation_queue import read_record
from chalicelib.aws.stream_changes import read_change
from chalicelib.logbook import BugHandler, about, print_lines
from chalicelib.routes.every_answer import in_our_words
from chalicelib.routes.registration import API_HANDLER, App
from chalicelib.wiring import recourse

_HANDLER = os.environ.get("_HANDLER", "")  # what Lambda starts here

app = App(handler=_HANDLER, app_name="recourse", configure_logs=False)

# Chalice would log an unexpected error with its message, which can quote a customer. We log its type and places only.
app.log.handlers = [BugHandler(print_lines())]
app.log.propagate = False

app.register_middleware(in_our_words, "http")


def with_its_id(event: Any, get_response: Callable[[Any], object]) -> object:
    """Put the id of the invocation on every line of the log."""
    with about(request=getattr(event.context, "aws_request_id", None)):
        return get_response(event)


for _kind in ("cloudwatch", "dynamodb", "scheduled", "sqs"):
    app.register_middleware(with_its_id, _kind)


# The template (.chalice/resources.json) connects the stream, the queues and the events. The handlers are not in
# blueprints, because Chalice would run those without this file (Chalice issue 1566).
@app.on_dynamodb_record(stream_arn="arn:aws:dynamodb:region:account:table/override-me/stream/label")
def project(event: DynamoDBEvent) -> dict[str, list[dict[str, str]]]:
    """Project the orders whose logs have changed, and list the new deliveries in the feed."""
    changes = [read_change(record.to_dict()) for record in event]
    failed = recourse().projector.project_batch((each.sequence, each.order) for each in changes if each.order)
    unlisted = recourse().delivery_feed.write(changes)
    return {"batchItemFailures": [{"itemIdentifier": sequence} for sequence in dict.fromkeys((*failed, *unlisted))]}


# The function has time for three slow filings. More messages in one batch would only use up their receive counts.
@app.on_sqs_message(queue_arn="arn:aws:sqs:region:account:override-me.fifo", batch_size=3)
def mediate(event: SQSEvent) -> dict[str, list[dict[str, str]]]:
    """File queued requests with the marketplace, or leave them to a person."""
    context: Any = event.context
    messages = (read_record(record.to_dict()) for record in event)
    desk = recourse().mediation_desk
    failed = desk.file_batch(messages, seconds_left=lambda: context.get_remaining_time_in_millis() / 1000)
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}


@app.on_sqs_message(queue_arn="arn:aws:sqs:region:account:override-me-too.fifo", batch_size=10)
def dead_letters(event: SQSEvent) -> dict[str, list[dict[str, str]]]:
    """Record requests that the queue gave up as failed, for a person."""
    staying = recourse().dead_letters.record_batch(read_record(record.to_dict()) for record in event)
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in staying]}


@app.on_cw_event({"source": ["aws.s3"], "detail-type": ["Object Created"]})
def inspect_upload(event: CloudWatchEvent) -> None:
    """Inspect an uploaded file, and store or reject it."""
    recourse().evidence_clerk.inspect(event.detail["object"]["key"])


@app.schedule(Rate(1, unit=Rate.MINUTES))
def expire_deadlines(event: CloudWatchEvent) -> None:
    """Record every deadline that has expired."""
    del event
    recourse().deadline_clerk.record_expired()


@app.schedule(Rate(15, unit=Rate.MINUTES))
def redrive(event: CloudWatchEvent) -> None:
    """Project the orders again that our code could not project."""
    context: Any = event.context
    recourse().redrive.run(seconds_left=lambda: context.get_remaining_time_in_millis() / 1000)


@app.schedule(Cron(30, 3, "*", "*", "?", "*"))
def reconcile(event: CloudWatchEvent) -> None:
    """Make the sums for reports each night, then fold the orders again, compare, repair and report.

    A schedule's input may name a segment of the table in its detail. The first segment makes the sums.
    """
    context: Any = event.context
    segment, segments = int(event.detail.get("segment", 0)), int(event.detail.get("segments", 1))
    seconds_left = lambda: context.get_remaining_time_in_millis() / 1000  # noqa: E731 -- both of them ask for it
    try:
        if segment == 0:
            recourse().nightly_sums.run(seconds_left=seconds_left)
    finally:  # a mistake in the sums must not keep the night from what it repairs
        recourse().reconciler.run_nightly(segment=segment, segments=segments, seconds_left=seconds_left)


if _HANDLER == API_HANDLER:
    recourse().make_ready()
gc.freeze()
gc.enable()

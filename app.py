"""Every entry of Recourse: decorators say when, bodies say whom to ask."""

from typing import Any

from chalice.app import Chalice, CloudWatchEvent, Cron, DynamoDBEvent, Rate, SQSEvent

from chalicelib.aws.keys import read_order_partition
from chalicelib.aws.mediation_queue import read_record
from chalicelib.logbook import BugHandler, print_lines
from chalicelib.routes.cases import cases
from chalicelib.routes.dossier import dossier
from chalicelib.routes.evidence import evidence
from chalicelib.routes.health import health
from chalicelib.routes.orders import orders
from chalicelib.routes.policies import policies
from chalicelib.routes.problems import in_our_words
from chalicelib.routes.reports import reports
from chalicelib.routes.simulations import simulations
from chalicelib.routes.statements import statements
from chalicelib.routes.webhooks import webhooks
from chalicelib.wiring import recourse

app = Chalice(app_name="recourse", configure_logs=False)

# Chalice logs what nobody caught with its message, which can quote a customer: here, type and places only.
app.log.handlers = [BugHandler(print_lines())]
app.log.propagate = False

app.register_middleware(in_our_words, "http")
for blueprint in (webhooks, cases, orders, policies, statements, simulations, reports, health, evidence, dossier):
    app.register_blueprint(blueprint)


# The stream, queues and events are bound by the template (.chalice/resources.json); handlers of blueprints would run
# without this file (Chalice issue 1566).
@app.on_dynamodb_record(stream_arn="arn:aws:dynamodb:region:account:table/override-me/stream/label")
def project(event: DynamoDBEvent) -> dict[str, list[dict[str, str]]]:
    """What was appended to a log: bring case rows and messages up to it."""
    changes = ((record.sequence_number, read_order_partition(record.keys["PK"]["S"])) for record in event)
    failed = recourse().projector.take(changes)
    return {"batchItemFailures": [{"itemIdentifier": sequence} for sequence in failed]}


# Three slow filings are done within the function's time: more in hand would only wear out their receives.
@app.on_sqs_message(queue_arn="arn:aws:sqs:region:account:override-me.fifo", batch_size=3)
def mediate(event: SQSEvent) -> dict[str, list[dict[str, str]]]:
    """What the platform must mediate: file it, or leave it to a person."""
    context: Any = event.context
    messages = (read_record(record.to_dict()) for record in event)
    again = recourse().desk.take(messages, seconds_left=lambda: context.get_remaining_time_in_millis() / 1000)
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in again]}


@app.on_sqs_message(queue_arn="arn:aws:sqs:region:account:override-me-too.fifo", batch_size=10)
def bury(event: SQSEvent) -> dict[str, list[dict[str, str]]]:
    """What the queue gave up: record it as failed, for a person."""
    staying = recourse().undertaker.take(read_record(record.to_dict()) for record in event)
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in staying]}


@app.on_cw_event({"source": ["aws.s3"], "detail-type": ["Object Created"]})
def inspect_upload(event: CloudWatchEvent) -> None:
    """What was uploaded: look at it, and say whether it is in evidence."""
    recourse().evidence_clerk.inspect(event.detail["object"]["key"])


@app.schedule(Rate(1, unit=Rate.MINUTES))
def ring_deadlines(event: CloudWatchEvent) -> None:
    """The clock: ring whatever deadline has passed."""
    del event
    recourse().deadline_clerk.ring()


@app.schedule(Cron(30, 3, "*", "*", "?", "*"))
def reconcile(event: CloudWatchEvent) -> None:
    """Every night: fold every order again, compare, repair, and report."""
    context: Any = event.context
    recourse().reconciler.run(seconds_left=lambda: context.get_remaining_time_in_millis() / 1000)

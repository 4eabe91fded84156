"""Every entry of Recourse: decorators say when, bodies say whom to ask."""

from chalice.app import Chalice, CloudWatchEvent, DynamoDBEvent, Rate

from chalicelib.aws.keys import read_order_partition
from chalicelib.logbook import BugHandler, print_lines
from chalicelib.routes.cases import cases
from chalicelib.routes.health import health
from chalicelib.routes.orders import orders
from chalicelib.routes.policies import policies
from chalicelib.routes.problems import in_our_words
from chalicelib.routes.webhooks import webhooks
from chalicelib.wiring import recourse

app = Chalice(app_name="recourse", configure_logs=False)

# Chalice logs what nobody caught with its message, which can quote a customer: here, type and places only.
app.log.handlers = [BugHandler(print_lines())]
app.log.propagate = False

app.register_middleware(in_our_words, "http")
for blueprint in (webhooks, cases, orders, policies, health):
    app.register_blueprint(blueprint)


# The stream, queues and events are bound by the template (.chalice/resources.json); handlers of blueprints would run
# without this file (Chalice issue 1566).
@app.on_dynamodb_record(stream_arn="arn:aws:dynamodb:region:account:table/override-me/stream/label")
def project(event: DynamoDBEvent) -> dict[str, list[dict[str, str]]]:
    """What was appended to a log: bring case rows and messages up to it."""
    changes = ((record.sequence_number, read_order_partition(record.keys["PK"]["S"])) for record in event)
    failed = recourse().projector.take(changes)
    return {"batchItemFailures": [{"itemIdentifier": sequence} for sequence in failed]}


@app.schedule(Rate(1, unit=Rate.MINUTES))
def ring_deadlines(event: CloudWatchEvent) -> None:
    """The clock: ring whatever deadline has passed."""
    del event
    recourse().deadline_clerk.ring()

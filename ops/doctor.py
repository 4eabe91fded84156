"""`python -m ops doctor`: checks that a deployment is complete, and says what a person has to do."""

import urllib.request
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

import click

from chalicelib.aws.failures import StoreUnavailable, named_failures
from ops.connection_probe import Check, settings_checks
from ops.deployment import Deployment
from ops.template import deployed_template

_SECONDS = 30


@click.command()
@click.pass_obj
def doctor(deployment: Deployment) -> None:
    """Check every part of a deployment. Exit 1 if a check fails."""
    checks = [check for part in _PARTS for check in _looked_at(deployment, part)]
    for check in checks:
        click.echo(f"{'ok' if check.holds else 'FAILED':6}  {check.what}")
    raise SystemExit(0 if all(check.holds for check in checks) else 1)


def _looked_at(deployment: Deployment, part: Callable[[Deployment], Iterator[Check]]) -> Iterator[Check]:
    """Yield the checks of one part. If AWS refuses, that is its only failure, and the other parts are still checked."""
    _ = deployment.settings
    try:
        with named_failures():
            yield from part(deployment)
    except StoreUnavailable as failure:
        yield Check(f"{part.__name__.strip('_')}: AWS answers {failure.code}", holds=False)


def _table(deployment: Deployment) -> Iterator[Check]:
    dynamodb, name = deployment.recourse.clients.dynamodb, deployment.settings.table
    table: dict[str, Any] = dynamodb.describe_table(TableName=name)["Table"]
    declared = {each["IndexName"] for each in deployed_template().properties("OrdersTable")["GlobalSecondaryIndexes"]}
    indexes = {each["IndexName"] for each in table.get("GlobalSecondaryIndexes", ())}
    backups = dynamodb.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    recovery = backups.get("PointInTimeRecoveryDescription", {}).get("PointInTimeRecoveryStatus")
    yield Check(f"the table {name} is active", table["TableStatus"] == "ACTIVE")
    yield Check("it has its indexes", indexes >= declared)
    yield Check("its stream is on", table.get("StreamSpecification", {}).get("StreamEnabled", False))
    yield Check("it can be restored to a point in time", recovery == "ENABLED")


def _bucket(deployment: Deployment) -> Iterator[Check]:
    s3, name = deployment.client("s3"), deployment.settings.bucket
    versioning = s3.get_bucket_versioning(Bucket=name).get("Status")
    public = s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"]
    yield Check(f"the bucket {name} keeps every version", versioning == "Enabled")
    yield Check("nobody can make it public", all(public.values()))


def _queues(deployment: Deployment) -> Iterator[Check]:
    sqs, settings = deployment.recourse.clients.sqs, deployment.settings
    queues = {"mediation": settings.mediation_queue_url, "dead letter": settings.mediation_dlq_url}
    count = "ApproximateNumberOfMessages"
    for name, url in queues.items():
        waiting = int(sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[count])["Attributes"][count])
        yield Check(f"the {name} queue answers: {waiting} waiting", name == "mediation" or not waiting)


def _connections(deployment: Deployment) -> Iterator[Check]:
    listed = deployment.connection_list.read()
    yield Check(f"{len(listed.live)} connections, {len(listed.disabled)} disabled", bool(listed.live))
    for name in sorted(listed.live):
        faults = [check.what for check in settings_checks(deployment, name) if not check.holds]
        yield Check(f"the connection {name}{': not ' if faults else ''}{', not '.join(faults)}", not faults)


def _quarantine(deployment: Deployment) -> Iterator[Check]:
    for name in sorted(deployment.connection_list.read().live):
        if any(True for _ in deployment.recourse.quarantine.rows(name)):
            yield Check(f"nothing of {name} waits in quarantine: see `quarantine list {name}`", holds=False)


def _api(deployment: Deployment) -> Iterator[Check]:
    base = deployment.place.api_url
    if base is not None:
        try:
            with urllib.request.urlopen(f"{base.rstrip('/')}/health", timeout=_SECONDS) as answer:  # noqa: S310 -- ours
                status = answer.status
        except OSError as error:
            status = str(error)
        yield Check(f"the API answers: {status}", status == HTTPStatus.OK)


def _alarms(deployment: Deployment) -> Iterator[Check]:
    topic = deployment.place.outputs.get("Alarms")
    if topic is not None:
        listed = deployment.client("sns").list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
        confirmed = [each for each in listed if each["SubscriptionArn"].startswith("arn:")]
        yield Check(f"{len(confirmed)} people or systems get the alarms", bool(confirmed))


_PARTS = (_table, _bucket, _queues, _connections, _quarantine, _api, _alarms)

"""The mediation desk against a platform on real sockets: what is filed, how often, and what becomes of the rest."""

import base64
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import uuid4

import pytest

import app
from chalicelib import wiring
from chalicelib.aws.registry import Connection
from chalicelib.domain.records import RoundStatus
from chalicelib.filing_endpoint import FilingEndpoint
from chalicelib.filings import Filings
from local.invocation import LambdaContext
from local.platform_simulator import Fault, PlatformSimulator
from tests.cloud import SECRET
from tests.escalation import Escalation, received
from tests.wire import Killed, Refusal

NOTHING: dict[str, list[dict[str, str]]] = {"batchItemFailures": []}


@pytest.fixture
def platform():
    with PlatformSimulator() as running:
        running.secret = SECRET
        yield running


@pytest.fixture
def office(cloud, platform):
    """A process whose connection `demo` files with the platform; the platform's library has only the real clock."""
    cloud.clock.now = datetime.now(UTC)
    connected(cloud, platform.url)
    yield open_office(cloud)
    wiring.install(None)


def open_office(cloud):
    recourse = cloud.recourse()
    patient = FilingEndpoint(connect_within=0.5, patience=0.5)
    recourse.filings = Filings(
        registry=recourse.registry, secrets=recourse.secrets, endpoint=patient, clock=cloud.clock
    )
    wiring.install(recourse)
    return recourse


def connected(cloud, filing_url):
    connection = {"merchant": "demo", "marketplace": "alibaba", "dialect": "standard", "filing_url": filing_url}
    cloud.list_connections({"demo": connection})


@pytest.fixture
def case(cloud, office):
    return Escalation(cloud, office).begin()


def mediate(records, context=None):
    return app.mediate({"Records": records}, context or LambdaContext("mediate"))


def failing(*records):
    return {"batchItemFailures": [{"itemIdentifier": record["messageId"]} for record in records]}


def test_a_request_is_filed_and_the_case_shows_the_platforms_reference(cloud, case, platform):
    assert mediate(received(cloud)) == NOTHING

    [filing] = platform.filings
    assert filing.key == case.round.effect_id == filing.message["id"]
    assert filing.message["subject"] == case.case.case_id
    assert (case.round.status, case.round.reference) == (RoundStatus.FILED, filing.reference)
    assert case.desk_rows == [f"desk#filed#{filing.key}"]


@pytest.mark.parametrize("later", [{"seconds": 1}, {"weeks": 6}], ids=["73-again", "78-redriven-after-weeks"])
def test_what_is_filed_is_not_filed_again(cloud, case, platform, later):
    records = received(cloud)
    mediate(records)
    cloud.clock.forward(**later)

    assert mediate(records) == NOTHING
    assert len(platform.attempts) == 1
    assert len(case.desk_rows) == 1


def test_73_a_withdrawal_that_overtakes_its_request_leaves_nothing_filed(cloud, case, platform):
    case.told("return.withdrawn", return_id="R-1")
    case.project()
    request, withdrawal = received(cloud)

    assert mediate([withdrawal, request]) == NOTHING
    assert platform.filings == []


def test_74_killed_after_filing_and_before_its_row_the_desk_files_again_under_the_same_key(cloud, case, platform):
    records = received(cloud)
    cloud.wire.cut("PutItem", Killed())
    with pytest.raises(Killed):
        mediate(records)
    assert (len(platform.filings), case.desk_rows) == (1, [])

    assert mediate(records) == NOTHING
    assert len(set(platform.attempts)) == 1
    assert len(platform.attempts) == 2
    assert case.round.reference == platform.filings[0].reference


def test_74_a_row_whose_answer_is_lost_is_written_once(cloud, case, platform):
    cloud.wire.cut("PutItem", Refusal("InternalServerError", status=500), answered=True)
    assert mediate(received(cloud)) == NOTHING
    assert len(case.desk_rows) == len(platform.attempts) == 1


def test_74_a_request_withdrawn_while_on_the_queue_is_not_filed(cloud, case, platform):
    records = received(cloud)
    case.told("return.withdrawn", return_id="R-1")

    assert mediate(records) == NOTHING
    assert platform.attempts == []
    assert case.desk_rows == []


def test_74_a_withdrawal_reaches_a_platform_whose_filing_left_no_row(cloud, case, platform):
    cloud.wire.cut("PutItem", Killed())
    records = received(cloud)
    with pytest.raises(Killed):
        mediate(records)
    case.told("return.withdrawn", return_id="R-1")
    case.project()

    assert mediate(records) == NOTHING
    [filing] = platform.filings
    release(cloud, records)
    assert mediate(received(cloud)) == NOTHING
    assert platform.taken_back == [filing.key]


def release(cloud, records):
    """Delete messages, as Lambda does with those that were dealt with."""
    for record in records:
        handle = record["receiptHandle"]
        cloud.clients.sqs.delete_message(QueueUrl=cloud.settings.mediation_queue_url, ReceiptHandle=handle)


def test_a_filing_that_is_withdrawn_is_taken_back_at_the_platform(cloud, case, platform):
    records = received(cloud)
    mediate(records)
    release(cloud, records)
    case.told("return.withdrawn", return_id="R-1")
    case.project()

    [withdrawal] = received(cloud)
    assert mediate([withdrawal]) == mediate([withdrawal]) == NOTHING
    assert platform.taken_back == [platform.filings[0].key]


def test_75_two_desks_with_the_same_message_make_one_filing(cloud, case, platform):
    records = received(cloud)
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(mediate, [records] * 4))

    assert answers == [NOTHING] * 4
    assert len(platform.filings) == len(case.desk_rows) == 1


def test_77_of_ten_messages_one_bad_one_and_what_follows_in_its_group_come_back(cloud, office, platform):
    for number in (1, 2, 3):
        Escalation(cloud, office, order_number=f"A-{number}").begin()
    first, second, third = received(cloud)
    bad = copy_of(second, body="not one of ours")
    behind = [second, copy_of(second), copy_of(second)]
    before_and_between = [first, copy_of(first), third, copy_of(third), copy_of(first), copy_of(third)]
    one, two, three, four, five, six = before_and_between
    batch = [one, two, bad, behind[0], three, behind[1], four, five, behind[2], six]

    assert mediate(batch) == failing(bad, *behind)
    assert {filing.message["subject"] for filing in platform.filings} == {"alibaba.A-1.R-1", "alibaba.A-3.R-1"}


def copy_of(record, **changed):
    return {**record, "messageId": str(uuid4()), **changed}


@pytest.mark.parametrize("fault", Fault, ids=lambda fault: f"79-{fault.name.lower()}")
def test_a_faulty_endpoint_has_the_message_come_back_and_one_filing_in_the_end(cloud, case, platform, fault):
    platform.fail_next(fault)
    records = received(cloud)

    assert mediate(records) == failing(*records)
    assert case.desk_rows == []
    assert mediate(records) == NOTHING
    assert len(platform.filings) == 1
    assert case.round.reference == platform.filings[0].reference
    assert platform.strays == 0


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/filings",
        "http://platform.example/filings",
        "ftp://127.0.0.1/filings",
        "https://",
        "http://127.0.0.1:99999/",
        "no url",
    ],
    ids=["79-down", "79-not-https", "79-other-scheme", "79-no-host", "79-no-port", "79-no-url"],
)
def test_an_endpoint_that_cannot_be_spoken_to_has_the_message_come_back(cloud, platform, url):
    connected(cloud, url)
    case = Escalation(cloud, open_office(cloud)).begin()
    records = received(cloud)

    assert mediate(records) == failing(*records)
    assert case.round.status is RoundStatus.REQUESTED


def test_after_a_failure_a_message_waits_longer_than_the_queue_would_have_it(cloud, case, platform):
    url = cloud.settings.mediation_queue_url
    cloud.clients.sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "0"})
    assert received(cloud)
    records = received(cloud)
    platform.fail_next(Fault.ERROR)
    mediate(records)
    assert received(cloud) == []


def test_a_store_that_fails_has_the_message_come_back(cloud, case, platform):
    records = received(cloud)
    cloud.wire.cut("Query", Refusal("AccessDeniedException"))

    assert mediate(records) == failing(*records)
    assert [alarm["what"] for alarm in cloud.alarms] == ["desk_delayed"]
    assert mediate(records) == NOTHING


def test_with_little_time_left_nothing_is_begun(cloud, case, platform):
    class Ending(LambdaContext):
        def get_remaining_time_in_millis(self):
            return 3_000

    records = received(cloud)
    assert mediate(records, Ending("mediate")) == failing(*records)
    assert platform.attempts == []


def test_without_an_endpoint_a_person_files_and_records_it(cloud, office, platform):
    connected(cloud, None)
    case = Escalation(cloud, open_office(cloud)).begin()
    records = received(cloud)

    assert mediate(records) == mediate(records) == NOTHING
    assert case.desk_rows == [f"desk#left#{case.round.effect_id}"]
    [task] = case.shown.tasks
    assert (task.kind, task.effect_id) == ("file_by_hand", case.round.effect_id)

    case.ask("record_filing", effect_id=case.round.effect_id, reference="by hand 7")
    assert case.shown.tasks == ()
    assert mediate(records) == NOTHING
    assert case.round.reference == "by hand 7"


def test_a_filing_goes_over_the_connection_of_its_own_marketplace(office):
    order = Escalation(None, None).case.order
    listed = {
        "b": ("demo", "alibaba", "https://b"),
        "a": ("demo", "alibaba", None),
        "c": ("demo", "alibaba", "https://c"),
        "d": ("demo", "lazada", "https://d"),
        "e": ("other", "alibaba", "https://e"),
    }
    connections = [
        Connection(name=name, merchant=merchant, marketplace=marketplace, dialect="standard", filing_url=url)
        for name, (merchant, marketplace, url) in listed.items()
    ]
    office.registry.all = lambda: tuple(connections)
    assert office.filings.connection(order).name == "b"


def test_while_secrets_rotate_a_filing_is_signed_under_both(cloud, office, platform):
    new = "whsec_" + base64.b64encode(b"the secret that comes after it").decode()
    secrets = [{"secret": new, "until": None}, {"secret": SECRET, "until": "2099-01-01T00:00:00Z"}]
    cloud.keep_secrets("demo", json.dumps({"app_key": None, "secrets": secrets}))
    for number, knows in enumerate((SECRET, new)):
        platform.secret = knows
        Escalation(cloud, open_office(cloud), order_number=f"A-{number}").begin()
        assert mediate(received(cloud)) == NOTHING
    assert len(platform.filings) == 2


def test_a_secret_that_cannot_sign_has_the_message_come_back(cloud, office, case, platform):
    cloud.keep_secrets("demo", json.dumps({"app_key": None, "secrets": [{"secret": "not base64!", "until": None}]}))
    open_office(cloud)
    records = received(cloud)
    assert mediate(records) == failing(*records)
    assert platform.attempts == []


def test_a_message_about_an_effect_that_no_log_has_is_dropped(cloud, case, platform):
    [record] = received(cloud)
    forged = copy_of(record, body=record["body"].replace(case.round.effect_id, "0" * 64))
    assert mediate([forged]) == NOTHING
    assert platform.attempts == []
    assert [alarm["what"] for alarm in cloud.alarms] == ["effect_unknown"]


def test_what_is_filed_are_the_bytes_of_the_log_not_those_of_the_queue(cloud, case, platform):
    [record] = received(cloud)
    mediate([copy_of(record, body=record["body"].replace("no agreement", "give me everything"))])
    [filing] = platform.filings
    assert filing.message["data"]["request"]["why"] == "no agreement"

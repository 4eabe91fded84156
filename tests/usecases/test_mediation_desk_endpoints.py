"""The mediation desk and the endpoints it files at: down, slow, lying, missing, and with changing secrets."""

import base64
import json

import pytest

from chalicelib.aws.mediation_queue import MediationQueue
from chalicelib.aws.registry import Connection
from chalicelib.values.states import RoundStatus
from local.platform_simulator import Fault
from tests.usecases.escalation import NOTHING, Escalation, failing, mediate, received
from tests.world.cloud import SECRET
from tests.world.wire import Refusal


@pytest.mark.parametrize("fault", Fault, ids=lambda fault: fault.name.lower())
def test_a_faulty_endpoint_has_the_message_come_back_and_one_filing_in_the_end(cloud, case, platform, fault):
    """It holds number 79 of docs/reliability.md."""
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
        f"https://{'a' * 64}.example/",
        "no url",
    ],
    ids=["down", "not-https", "other-scheme", "no-host", "no-port", "no-name", "no-url"],
)
def test_an_endpoint_that_cannot_be_spoken_to_has_the_message_come_back(cloud, open_office, url):
    """It holds number 79 of docs/reliability.md."""
    case = Escalation(open_office(url)).begin()
    records = received(cloud)

    assert mediate(records) == failing(*records)
    assert case.round.status is RoundStatus.REQUESTED


@pytest.mark.parametrize("whose", ["the platform's", "ours"])
def test_after_a_failure_a_message_waits_longer_than_the_queue_would_have_it(cloud, case, platform, whose):
    url = cloud.settings.mediation_queue_url
    cloud.clients.sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "0"})
    assert received(cloud)
    records = received(cloud)
    if whose == "ours":
        cloud.wire.cut("Query", Refusal("AccessDeniedException"))
    else:
        platform.fail_next(Fault.ERROR)
    assert mediate(records) == failing(*records)
    assert received(cloud) == []


@pytest.mark.parametrize(("receives", "pause"), [(1, 30), (2, 180), (3, 900), (4, 2400), (5, 0), (6, 0)])
def test_the_pauses_grow_over_an_hour_and_end_in_the_dead_letter_queue_at_once(
    cloud, case, platform, monkeypatch, receives, pause
):
    held = []
    monkeypatch.setattr(MediationQueue, "hold", lambda _self, _message, time: held.append(time.total_seconds()) or True)
    [record] = received(cloud)
    record["attributes"]["ApproximateReceiveCount"] = str(receives)
    platform.fail_next(Fault.ERROR)

    assert mediate([record]) == failing(record)
    assert held == [pause]


def test_without_an_endpoint_a_person_files_and_records_it(cloud, open_office):
    case = Escalation(open_office(None)).begin()
    records = received(cloud)

    assert mediate(records) == mediate(records) == NOTHING
    assert case.desk_rows == [f"desk#left#{case.round.effect_id}"]
    [task] = case.case["tasks"]
    assert (task["kind"], task["effect_id"]) == ("file_by_hand", case.round.effect_id)

    case.done("record_filing", role="desk", effect_id=case.round.effect_id, reference="by hand 7")
    assert case.case["tasks"] == []
    assert mediate(records) == NOTHING
    assert case.round.reference == "by hand 7"


def test_a_filing_goes_over_the_connection_of_its_own_marketplace(office):
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
    office.recourse.registry.all = lambda: tuple(connections)
    assert office.recourse.filings.connection(Escalation(office).key.order, ["x", "d", "e", "b", "c"]).name == "b"


def test_while_secrets_rotate_a_filing_is_signed_under_both(cloud, open_office, platform):
    new = "whsec_" + base64.b64encode(b"the secret that comes after it").decode()
    secrets = [{"secret": new, "until": None}, {"secret": SECRET, "until": "2099-01-01T00:00:00Z"}]
    cloud.keep_secrets("demo", json.dumps({"app_key": None, "secrets": secrets}))
    for number, knows in enumerate((SECRET, new)):
        platform.secret = knows
        Escalation(open_office(), order_number=f"A-{number}").begin()
        assert mediate(received(cloud)) == NOTHING
    assert len(platform.filings) == 2


def test_a_secret_that_cannot_sign_has_the_message_come_back(cloud, open_office, case, platform):
    cloud.keep_secrets("demo", json.dumps({"app_key": None, "secrets": [{"secret": "not base64!", "until": None}]}))
    open_office()
    records = received(cloud)
    assert mediate(records) == failing(*records)
    assert platform.attempts == []

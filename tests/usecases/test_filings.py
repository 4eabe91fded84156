"""The meaning of a marketplace's answer to a filing or its withdrawal (number 79 of docs/reliability.md)."""

import json

import pytest

from chalicelib.usecases.filing_endpoint import Answer, FilingEndpoint
from chalicelib.usecases.filings import Filings, NotFiled
from tests.world.platform import FILING_URL

FILED = {200, 201, 202, 409}
TAKEN_BACK = FILED | {204, 404, 410}
STATUSES = [200, 201, 202, 204, 301, 307, 308, 400, 401, 404, 409, 410, 422, 429, 500, 503]
MESSAGE = json.dumps({"id": "0" * 64}).encode()


class Answering(FilingEndpoint):
    """Answers a status, and a reference whatever it is."""

    def __init__(self, status):
        super().__init__()
        self.status = status

    def post(self, url, *, headers, body):
        return Answer(self.status, b'{"reference": "REF-1"}')


@pytest.fixture
def filings(cloud):
    cloud.file_at(FILING_URL)
    office = cloud.recourse()

    def answered(status):
        endpoint = Answering(status)
        return Filings(registry=office.registry, secrets=office.secrets, endpoint=endpoint, clock=cloud.clock)

    return answered, office.registry.find("demo")


@pytest.mark.parametrize("status", STATUSES, ids=lambda status: f"status-{status}")
def test_a_filing_is_there_where_the_answer_says_so_a_conflict_with_its_repetition_included(filings, status):
    """It holds number 79 of docs/reliability.md."""
    answered, connection = filings
    if status in FILED:
        assert answered(status).file(connection, MESSAGE) == "REF-1"
    else:
        with pytest.raises(NotFiled, match=f"Status{status}"):
            answered(status).file(connection, MESSAGE)


@pytest.mark.parametrize("status", STATUSES, ids=lambda status: f"status-{status}")
def test_a_filing_that_is_gone_counts_as_withdrawn(filings, status):
    """It holds number 79 of docs/reliability.md."""
    answered, connection = filings
    if status in TAKEN_BACK:
        answered(status).withdraw(connection, MESSAGE)
    else:
        with pytest.raises(NotFiled, match=f"Status{status}"):
            answered(status).withdraw(connection, MESSAGE)

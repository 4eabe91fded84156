"""The upload index against moto: a key leads to its own merchant's case and to no other."""

import pytest

from chalicelib.aws import evidence_keys
from chalicelib.aws.evidence_keys import EvidencePlace
from chalicelib.aws.upload_index import UploadIndex
from chalicelib.values.identifiers import CaseKey, OrderKey

CASE = CaseKey(OrderKey("demo", "alibaba", "A-1001"), "R-1")
HASH = evidence_keys.case_hash(CASE)
FILE = evidence_keys.evidence_id(CASE, 1)


@pytest.fixture
def index(cloud) -> UploadIndex:
    found = UploadIndex(cloud.dynamodb, cloud.settings.table)
    found.add(CASE)
    return found


def test_a_key_leads_to_its_case(index):
    assert index.find(EvidencePlace("demo", HASH, FILE)) == CASE


@pytest.mark.parametrize("merchant", ["other", "demo2", "dem", "Demo"])
def test_a_key_under_another_merchants_prefix_leads_nowhere(index, merchant):
    """The order in the row would become one of that merchant."""
    assert index.find(EvidencePlace(merchant, HASH, FILE)) is None


def test_a_hash_that_was_never_granted_leads_nowhere(index):
    assert index.find(EvidencePlace("demo", "0" * 64, FILE)) is None

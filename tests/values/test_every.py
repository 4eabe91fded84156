"""Whoever adds a member to an enum is stopped at import, until every table says what the member means."""

import subprocess
import sys

import pytest

from chalicelib.advice.reasons_report import By
from chalicelib.domain.order_check import CheckResult
from chalicelib.domain.uploads import FileType
from chalicelib.values.every import those
from chalicelib.values.reasons import Fault, ReasonCode
from chalicelib.values.stages import Stage
from chalicelib.values.states import EvidenceStatus, OfferStatus, RoundStatus
from chalicelib.values.vocabulary import (
    Condition,
    EventType,
    EvidenceKind,
    Favour,
    Outcome,
    Party,
    Resolution,
    RoundKind,
    Status,
)
from tests.citations import ROOT

ENUMS = (
    *(By, CheckResult, Condition, EventType, EvidenceKind, EvidenceStatus, Fault, Favour, FileType, OfferStatus),
    *(Outcome, Party, ReasonCode, Resolution, RoundKind, RoundStatus, Stage, Status),
)


@pytest.mark.parametrize("enum", ENUMS, ids=lambda enum: enum.__name__)
def test_a_new_member_without_its_rows_stops_the_import(enum):
    added = subprocess.run(
        [sys.executable, "-m", "tests.values.added_member", enum.__module__, enum.__name__],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert added.returncode == 1
    assert f"TypeError: {enum.__name__}" in added.stderr


def test_a_set_by_a_table_has_the_members_with_a_true_row():
    rows = {Favour.CUSTOMER: True, Favour.SELLER: False, Favour.SPLIT: True}

    assert those(Favour, rows) == {Favour.CUSTOMER, Favour.SPLIT}

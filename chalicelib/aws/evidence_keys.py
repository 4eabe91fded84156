"""Keys of evidence: `<merchant>/<hash of case>/<evidence id>`, built from ids and never from a client's file name.

The hash hides the order number from readers of a key. The row `UPLOADS#<hash>` leads from the hash to the case.
"""

import re
from dataclasses import dataclass
from hashlib import sha256

from chalicelib.aws.keys import Key, key
from chalicelib.values.identifiers import CaseKey

_OBJECT = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]{0,63})/([0-9a-f]{64})/(ev-[0-9a-f]{12}-[0-9]{3,6})")
_SHORT = 12  # hex digits; enough for the cases of one order


@dataclass(frozen=True, slots=True)
class EvidencePlace:
    """The parts of an object key: a merchant, the hash of a case, and a file."""

    merchant: str
    case_hash: str
    evidence_id: str


def case_hash(case: CaseKey) -> str:
    """Make the hash for the keys of a case's files."""
    return sha256(f"{case.order.merchant}|{case.case_id}".encode()).hexdigest()


def evidence_id(case: CaseKey, number: int) -> str:
    """Make the id of a case's n-th upload.

    It is unique in the order's log.
    """
    return f"ev-{case_hash(case)[:_SHORT]}-{number:03d}"


def case_prefix(case: CaseKey) -> str:
    """Make the prefix of every object key of a case."""
    return f"{case.order.merchant}/{case_hash(case)}/"


def object_key(case: CaseKey, file_id: str) -> str:
    """Make the object key of one file."""
    return case_prefix(case) + file_id


def read_object_key(name: str) -> EvidencePlace | None:
    """Read an object key.

    Returns None if Recourse cannot have granted an upload to it.
    """
    parts = _OBJECT.fullmatch(name)
    return EvidencePlace(*parts.groups()) if parts else None


def uploads_key(hashed: str) -> Key:
    """Make the key of the row that leads from a case's hash to the case."""
    return key(f"UPLOADS#{hashed}", "CASE")

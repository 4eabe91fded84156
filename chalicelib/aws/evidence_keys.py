"""Where evidence lies: `<merchant>/<hash of case>/<evidence id>`, built from ids only, never from what a client named.

The hash hides order numbers from whoever sees a key; the row `UPLOADS#<hash>` leads back from it to the case.
"""

import re
from dataclasses import dataclass
from hashlib import sha256

from chalicelib.aws.keys import Key, key
from chalicelib.values.identifiers import CaseKey

_OBJECT = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]{0,63})/([0-9a-f]{64})/(ev-[0-9a-f]{12}-[0-9]{3,6})")
_SHORT = 12  # hex digits: enough to tell the cases of one order apart


@dataclass(frozen=True, slots=True)
class EvidencePlace:
    """An object key, read: whose it says it is, of which case, and which file."""

    merchant: str
    case_hash: str
    evidence_id: str


def case_hash(case: CaseKey) -> str:
    """The hash that a case's files lie under."""
    return sha256(f"{case.order.merchant}|{case.case_id}".encode()).hexdigest()


def evidence_id(case: CaseKey, number: int) -> str:
    """The id of a case's n-th upload: unique in its order, whose log it is a key of."""
    return f"ev-{case_hash(case)[:_SHORT]}-{number:03d}"


def case_prefix(case: CaseKey) -> str:
    """What every object key of a case begins with."""
    return f"{case.order.merchant}/{case_hash(case)}/"


def object_key(case: CaseKey, file_id: str) -> str:
    """The key of one file."""
    return case_prefix(case) + file_id


def read_object_key(name: str) -> EvidencePlace | None:
    """Read an object key; None where no upload can have been granted for it."""
    parts = _OBJECT.fullmatch(name)
    return EvidencePlace(*parts.groups()) if parts else None


def uploads_key(hashed: str) -> Key:
    """The key of the row that leads from a case's hash to the case."""
    return key(f"UPLOADS#{hashed}", "CASE")

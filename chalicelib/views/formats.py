"""The formats and closed sets of texts in answers, as the document of the API says them.

They are checked by no shape when an answer is written. The tests compare every answer with the document.
"""

from collections.abc import Iterable
from typing import Annotated, Final, TypeAlias

from pydantic import WithJsonSchema

from chalicelib.domain.deadlines import NAMES, SILENCES
from chalicelib.domain.lifecycle_commands import COMMANDS
from chalicelib.values.identifiers import CASE_ID, IDENTIFIER, OFFER_ID


def of_pattern(pattern: str) -> WithJsonSchema:
    """Describe texts that match a pattern."""
    return WithJsonSchema({"type": "string", "pattern": pattern})


def one_of(words: Iterable[str]) -> WithJsonSchema:
    """Describe the words of a closed set that is no enum."""
    return WithJsonSchema({"type": "string", "enum": list(words)})


_HASH: Final = "^[0-9a-f]{64}$"
_CODE: Final = "^[a-z0-9]+([._-][a-z0-9]+)*$"

CaseId: TypeAlias = Annotated[str, of_pattern(CASE_ID)]
Id: TypeAlias = Annotated[str, of_pattern(IDENTIFIER)]
OfferId: TypeAlias = Annotated[str, of_pattern(OFFER_ID)]
EffectId: TypeAlias = Annotated[str, of_pattern(_HASH)]
FileHash: TypeAlias = Annotated[str, of_pattern(_HASH)]
ReviewId: TypeAlias = Annotated[str, of_pattern("^[0-9a-f]{16}$")]
# Empty for a case whose row is of the first edition.
Version: TypeAlias = Annotated[str, of_pattern("^([0-9a-f]{20})?$")]
# A code of a sentence or a type of an entry. New ones may come, so it is no closed set.
Code: TypeAlias = Annotated[str, of_pattern(_CODE)]
Cursor: TypeAlias = Annotated[str, of_pattern("^[A-Za-z0-9_-]{1,1024}$")]
Address: TypeAlias = Annotated[str, WithJsonSchema({"type": "string", "format": "uri"})]
CommandName: TypeAlias = Annotated[str, one_of(ask.command for ask in COMMANDS)]
DeadlineName: TypeAlias = Annotated[str, one_of(NAMES)]
SilenceCode: TypeAlias = Annotated[str, one_of(SILENCES)]

"""One exception for every refusal and failure of AWS."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

CONDITION_FAILED = "ConditionalCheckFailedException"

_FOR_A_PERSON = frozenset(
    {
        "AWS.SimpleQueueService.NonExistentQueue",
        "AccessDenied",
        "AccessDeniedException",
        "ExpiredTokenException",
        "InvalidSignatureException",
        "KMSAccessDeniedException",
        "NoCredentialsError",
        "NoRegionError",
        "NoSuchBucket",
        "PartialCredentialsError",
        "QueueDoesNotExist",
        "ResourceNotFoundException",
        "UnrecognizedClientException",
        "ValidationException",
    }
)


class StoreUnavailable(Exception):
    """AWS did not answer or refused.

    `code` is the reason, and `needs_person` means that waiting does not help.
    """

    def __init__(self, code: str, *, needs_person: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.needs_person = needs_person or code in _FOR_A_PERSON

    @property
    def was_asked(self) -> bool:
        """True if a request went to the store, or could have. False if no time was left for one."""
        return self.code != "OutOfTime"


class Absent(StoreUnavailable):
    """AWS answered that a required row or parameter is missing.

    Only a person can add it.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code, needs_person=True)


class NotStored(StoreUnavailable):
    """A write got no answer, and a look at its row afterwards did not find it."""


class PerhapsStored(StoreUnavailable):
    """A write got no answer, and neither did the look at its row. Nobody knows whether it is stored."""


@contextmanager
def named_failures() -> Iterator[None]:
    """Turn every botocore error of the block into StoreUnavailable."""
    try:
        yield
    except ClientError as error:
        raise StoreUnavailable(error_code(error)) from error
    except BotoCoreError as error:
        raise StoreUnavailable(type(error).__name__) from error
    except _parser_errors() as error:
        raise StoreUnavailable(type(error).__name__) from error


def _parser_errors() -> tuple[type[Exception], ...]:
    """Return the error of botocore's parsers, which only botocore's own clients load and raise."""
    parsers = sys.modules.get("botocore.parsers")
    return () if parsers is None else (parsers.ResponseParserError,)


def error_code(error: ClientError) -> str:
    """Read the code of AWS's refusal."""
    return str(error.response.get("Error", {}).get("Code", "Unknown"))

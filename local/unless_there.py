"""Creating what may exist already."""

from collections.abc import Callable

from botocore.exceptions import ClientError


def unless_there(create: Callable[[], object], *codes: str) -> None:
    """Create.

    The named error codes mean that it is there already.
    """
    try:
        create()
    except ClientError as error:
        if error.response["Error"]["Code"] not in codes:
            raise

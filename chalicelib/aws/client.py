"""The kind of object that stores call AWS by: botocore's own client, or the quick one."""

from collections.abc import Callable
from typing import Any, Protocol


class AwsClient(Protocol):
    """A client of one service, with a method for each operation: `put_item` calls PutItem."""

    def __getattr__(self, name: str) -> Callable[..., dict[str, Any]]:
        """Return the method of an operation."""

"""The quarantine reader: the deliveries of a merchant that were not understood, for the merchant to see."""

from chalicelib.aws.quarantine import Quarantine, QuarantinePage
from chalicelib.aws.registry import ConnectionRegistry

_PAGE = 50  # deliveries


class UnknownConnection(Exception):
    """The merchant has no connection of that name."""


class QuarantineReader:
    """Reads the quarantine of a merchant's connections, and of no others."""

    def __init__(self, *, registry: ConnectionRegistry, quarantine: Quarantine) -> None:
        self._registry = registry
        self._quarantine = quarantine

    def page(self, merchant: str, connection: str | None, position: str | None) -> QuarantinePage:
        """Read a page of one connection, or of all connections of the merchant.

        Raises UnknownConnection if the connection is not the merchant's.
        """
        names = {each.name for each in self._registry.all() if each.merchant == merchant}
        if connection is not None:
            names &= {connection}
            if not names:
                raise UnknownConnection
        return self._quarantine.page(names, limit=_PAGE, position=position)

    def count(self) -> int:
        """Count the deliveries of all merchants that wait."""
        return sum(self._quarantine.count(each.name) for each in self._registry.all())

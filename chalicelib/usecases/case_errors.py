"""The exceptions of use cases that read or change a case."""


class UnknownCase(Exception):
    """The merchant has no such case."""


class Stale(Exception):
    """Another command has changed the order since this one was decided."""


class OutOfDate(Exception):
    """The command was decided on an older version of the case. `version` is the present one."""

    def __init__(self, version: str) -> None:
        super().__init__(version)
        self.version = version


class KeyReused(Exception):
    """The Idempotency-Key was used before with another body."""

"""Refusals: a business rule says no, and says which one."""


class Refused(Exception):
    """A command that cannot be taken: the rule, and why in a sentence."""

    def __init__(self, rule: str, why: str) -> None:
        """Say no by a rule."""
        super().__init__(f"{rule}: {why}")
        self.rule = rule
        self.why = why


def refuse_unless(holds: bool, rule: str, why: str) -> None:  # noqa: FBT001 -- reads as the sentence it is
    """Refuse by a rule unless something holds."""
    if not holds:
        raise Refused(rule, why)

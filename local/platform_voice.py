"""The platform's webhooks about mediations and appeals, signed with the connection's secret."""

from typing import Any

from local.outsiders import Marketplace


class PlatformVoice:
    """Tells a stack what the platform does.

    Every method takes the case's id and returns the answer's status.
    """

    marketplace: Marketplace
    secret: str = ""

    def connect(self, stack: dict[str, Any], connection: str = "demo") -> None:
        """Read the address of a running stack and its connection's secret from `stack.json`."""
        self.marketplace = Marketplace(stack, connection)
        self.secret = self.marketplace.secret

    def open_mediation(self, case_id: str, *, mediation_id: str, opened_by: str = "seller") -> int:
        """Take a mediation up: on the seller's request, or on another's."""
        return self.tell("mediation.opened", case_id, mediation_id=mediation_id, opened_by=opened_by)

    def decide_mediation(self, case_id: str, *, mediation_id: str, in_favour_of: str, **ruling: Any) -> int:
        """Rule.

        `ruling` may have refund, freight_payer, appeal_until and text.
        """
        return self.tell("mediation.decided", case_id, mediation_id=mediation_id, in_favour_of=in_favour_of, **ruling)

    def open_appeal(self, case_id: str, *, appeal_id: str, opened_by: str = "seller") -> int:
        """Hear an appeal: the seller's, or another's."""
        return self.tell("appeal.opened", case_id, appeal_id=appeal_id, opened_by=opened_by)

    def decide_appeal(self, case_id: str, *, appeal_id: str, in_favour_of: str, **ruling: Any) -> int:
        """Rule on an appeal.

        `ruling` may have refund, freight_payer and text.
        """
        return self.tell("appeal.decided", case_id, appeal_id=appeal_id, in_favour_of=in_favour_of, **ruling)

    def settle_refund(self, case_id: str, *, amount: dict[str, Any], reference: str) -> int:
        """Pay the customer back."""
        return self.tell("refund.settled", case_id, amount=amount, reference=reference)

    def tell(self, kind: str, case_id: str, **data: Any) -> int:
        """Post any event of a case, happening now, under a delivery id of its own."""
        order_number, return_id = (part.replace("~", ".") for part in case_id.split(".")[1:])
        content = {"order_number": order_number, "return_id": return_id} | data
        return self.marketplace.tell(kind, content).status

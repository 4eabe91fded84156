"""A marketplace that signs what it posts."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.values.instants import format_instant
from tests.world.api import JSON, Answered
from tests.world.cloud import SECRET
from tests.world.signing import standard_headers
from tests.world.world import World


@dataclass
class Marketplace:
    """The sender on the standard connections, whose secret can change."""

    world: World
    secret: str = SECRET

    def tell(self, kind: str, data: dict[str, Any], *, at: datetime, connection: str = "demo") -> Answered:
        """Deliver an event under an id of its own."""
        body = json.dumps({"type": kind, "timestamp": format_instant(at), "data": data})
        return self.post(body, delivery_id=f"msg_{next(self.world.numbers)}", connection=connection)

    def post(
        self, body: str, *, delivery_id: str, connection: str = "demo", signed_body: str | None = None
    ) -> Answered:
        """Post a body, signed now.

        A forger signs another body than is posted.
        """
        now = self.world.cloud.clock.now
        signed = standard_headers(signed_body or body, secret=self.secret, delivery_id=delivery_id, at=now)
        headers = [JSON, *signed.items()]
        return self.world.request("POST", "/webhooks/{connection}", headers=headers, body=body, connection=connection)

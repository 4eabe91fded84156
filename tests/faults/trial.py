"""One handler's work under one fault, and everything that stands outside afterwards."""

import json
from dataclasses import dataclass, field
from typing import Any

from tests.faults.luck import Luck
from tests.world.cloud import Cloud
from tests.world.planted import quoted
from tests.world.shop import Shop
from tests.world.sources import Queue
from tests.world.world import World

Key = tuple[str, str]


@dataclass
class Trial:
    """A return in a world with bad luck.

    In `inbox` lies what its source is going to deliver.
    """

    cloud: Cloud
    inbox: Any = None
    standing: dict[Key, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.world = World(self.cloud)
        self.luck = Luck(self.world)
        self.shop = Shop(self.world)
        assert self.shop.keys["demo", "seller"], "made now: each copy would make another"
        assert self.shop.keys["demo", "operator"], "made now too"

    def do_as_well(self) -> None:
        """Let another process do the same work.

        The rows that stand then are there for good.
        """
        self.luck.meanwhile(self.luck.work)
        self.standing = self._attempts()

    def rest(self) -> None:
        """Let everything that is still under way arrive, without faults."""
        self.luck.plan = None
        self.world.restart()
        self.world.flow()

    def state(self) -> dict[str, Any]:
        """Everything outside: all rows, messages by id, filings by key."""
        assert quoted(self.cloud.lines) == []
        assert self.standing.items() <= self._attempts().items(), "a row that stood was written again"
        return {
            "rows": {key: {name: row[name] for name in row if name != "attempt"} for key, row in self._rows().items()},
            "messages": _messages(self.cloud.mediation),
            "dead letters": _messages(self.cloud.dead_letters),
            "filings": self.world.platform.filings,
            "taken back": self.world.platform.taken_back,
            "given up": self.world.stream.given_up,
        }

    def _attempts(self) -> dict[Key, Any]:
        return {key: row["attempt"] for key, row in self._rows().items() if "attempt" in row}

    def _rows(self) -> dict[Key, dict[str, Any]]:
        items = self.cloud.dynamodb.scan(TableName=self.cloud.settings.table)["Items"]
        return {(item["PK"]["S"], item["SK"]["S"]): item for item in items}


def _messages(queue: Queue) -> dict[str, str]:
    taken: dict[str, str] = {}
    for message in iter(queue.take, None):
        name = json.loads(message["Body"])["id"]
        assert taken.setdefault(name, message["Body"]) == message["Body"], "two meanings under one id"
    return taken

"""Measure the sums of very many returns: `python -m tests.bounds.large_report 1000000`.

It writes what a night needs to sum up a year with so many returns, and what the report of that year needs.
"""

import json
import random
import sys
import time
from dataclasses import dataclass

from chalicelib.advice.reasons_report import By
from tests.bounds.peak import peak
from tests.world.cloud import billed_bytes
from tests.world.summed_shop import Shop, of_the_year


@dataclass
class Year:
    """The returns of a year, each made when it is read, so that they need no memory."""

    cases: int

    def __len__(self) -> int:
        return self.cases

    def __getitem__(self, some: slice):
        return [of_the_year(number, self.cases, random.Random(number)) for number in range(self.cases)[some]]  # noqa: S311


def main() -> None:
    """Sum up a year once, and report on it by each property."""
    cases = int(sys.argv[1])
    shop = Shop(Year(cases))
    began = time.process_time()
    assert shop.night().complete
    sizes = [billed_bytes(item) for item in shop.table.rows.values()]
    night = {"seconds": round(time.process_time() - began), "queries": shop.cases.queries, "calls": shop.table.calls}
    written = {"items": len(sizes), "largest": max(sizes), "bytes": sum(sizes), "megabytes": peak()}
    sys.stdout.write(f"{json.dumps(night | written)}\n")
    for by in By:
        began = time.process_time()
        report = shop.report(by)
        assert report.as_of < shop.now, "it was counted live"
        assert sum(row.cases for row in report.rows) == cases
        read = sum(billed_bytes(item) for (_, sort), item in shop.table.rows.items() if f"#{by}#" in sort)
        shown = {"by": by, "seconds": round(time.process_time() - began, 1), "bytes": read, "rows": len(report.rows)}
        sys.stdout.write(f"{json.dumps(shown)}\n")


if __name__ == "__main__":
    main()

"""The catalogue of the platforms' own help pages, by the state of a case (G3.4)."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from chalicelib.domain.case import Case
from chalicelib.values.identifiers import Identifier
from chalicelib.values.reasons import ReasonCode
from chalicelib.values.vocabulary import Status

Line = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Page = Annotated[str, StringConstraints(pattern=r"^https://[a-z0-9.-]+/[A-Za-z0-9._~/?=&-]*$")]


class Resource(BaseModel):
    """A page of a platform: for which statuses and reasons it helps (none named: for all), and how."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    marketplace: Identifier
    title: Line
    url: Page
    why: Line
    statuses: frozenset[Status] = frozenset()
    reasons: frozenset[ReasonCode] = frozenset()

    def helps(self, case: Case) -> bool:
        """Tell whether it helps in the state of a case."""
        here = case.key.order.marketplace == self.marketplace
        return here and _fits(case.status, self.statuses) and _fits(case.reason_code, self.reasons)


def offered_resources(catalogue: Iterable[Resource], case: Case) -> tuple[Resource, ...]:
    """Return the pages that help in the state of a case, in the catalogue's order."""
    return tuple(resource for resource in catalogue if resource.helps(case))


def _fits(value: str, wanted: frozenset[Status] | frozenset[ReasonCode]) -> bool:
    return not wanted or value in wanted

"""Sessions and passes, as the API shows them. The token of a session is in its cookie only."""

from chalicelib.values.instants import Instant
from chalicelib.values.languages import Language
from chalicelib.values.roles import Role
from chalicelib.views.formats import Address, CaseId, Id
from chalicelib.views.shapes import Shape


class SessionShape(Shape):
    """The signed-in person. `case_id` is the only case of a camera, else null."""

    merchant: Id
    role: Role
    person: str | None
    expires_at: Instant | None
    language: Language | None
    time_zone: str | None
    case_id: CaseId | None


class PassShape(Shape):
    """The address that a phone opens, and the end of its time."""

    url: Address
    expires_at: Instant


def show_session(**fields: object) -> str:
    """Write a session as JSON."""
    return SessionShape.model_validate(fields).model_dump_json()

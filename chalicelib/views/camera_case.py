"""The little of a case that a phone with a camera pass may see."""

from chalicelib.domain.case import Case
from chalicelib.domain.freight import fault
from chalicelib.domain.readiness import readiness
from chalicelib.values.vocabulary import Status
from chalicelib.views import formats as f
from chalicelib.views import shapes as s


class CameraCaseShape(s.Shape):
    """A case without its money, its messages and its other files."""

    case_id: f.CaseId
    order_number: f.Id
    return_id: f.Id
    status: Status
    customer: s.CustomerShape | None
    reason: s.ReasonShape
    readiness: s.ReadinessShape


def show_camera_case(case: Case) -> CameraCaseShape:
    """Show a case to a phone."""
    return CameraCaseShape(
        case_id=case.key.case_id,
        order_number=case.key.order.order_number,
        return_id=case.key.return_id,
        status=case.status,
        customer=s.CustomerShape.model_validate(case.customer) if case.customer else None,
        reason=s.ReasonShape(
            code=case.reason_code,
            fault=fault(case),
            text=case.reason.text if case.reason else None,
            original=case.reason.code if case.reason else None,
        ),
        readiness=s.ReadinessShape.model_validate(readiness(case)),
    )

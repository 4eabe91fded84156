"""The answers of 1688 about a refund: its reason, articles, parcel, money, and the platform's own deadline.

Source: 1688 open platform, `alibaba.trade.refund.OpQueryOrderRefund` (one refund, for the seller with `.sellerView`)
and `OpQueryBatchRefundByOrderIdAndStatus` (the refunds of one order). Amounts are in fen. Reasons are free text with
numbers that no document lists, so the seller classifies them. No answer names a winner.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

from chalicelib.dialects.alibaba import STATUSES, RefundId
from chalicelib.dialects.delivery import Translation
from chalicelib.dialects.meanings import UNLISTED
from chalicelib.dialects.reading import Count, PlatformId, happening, instant_of_digits, understood
from chalicelib.dialects.snapshots import grouped
from chalicelib.dialects.strict_json import parse_object
from chalicelib.domain.events import Happening
from chalicelib.domain.facts import Name, Text, Word
from chalicelib.values.blanks import BlankIsMissing
from chalicelib.values.reasons import ReasonCode
from chalicelib.values.stages import Stage
from chalicelib.values.vocabulary import EventType as E
from chalicelib.values.vocabulary import Resolution

_SELLERS_TURN = "waitselleragree"
_SENT_BACK = 3  # `goodsStatus`
_CURRENCY = "CNY"

_Time = Annotated[datetime, BeforeValidator(instant_of_digits)]


def _either(name: str) -> AliasChoices:
    """Return both spellings of a flag, because the two answers differ."""
    return AliasChoices(name, f"is{name[:1].upper()}{name[1:]}")


class _Refund(BlankIsMissing):
    model_config = ConfigDict(alias_generator=to_camel)

    order_id: PlatformId
    refund_id: RefundId
    gmt_modified: _Time
    status: Word | None = None
    task_status: Word | None = None
    apply_reason: Text | None = None
    apply_sub_reason: Text | None = None
    apply_payment: Count | None = None
    refund_payment: Count | None = None
    refund_carriage: Count | None = None
    gmt_completed: _Time | None = None
    gmt_time_out: _Time | None = None
    time_out_operate_type: Word | None = None
    goods_status: Count | None = None
    freight_bill: Word | None = None
    buyer_logistics_name: Name | None = None
    order_entry_id_list: tuple[PlatformId, ...] | None = None
    order_entry_count_map: Mapping[str, Count] | None = None
    product_name: Name | None = None
    only_refund: bool | None = Field(None, validation_alias=_either("onlyRefund"))
    refund_goods: bool | None = Field(None, validation_alias=_either("refundGoods"))
    time_out_freeze: bool | None = Field(None, validation_alias=_either("timeOutFreeze"))


class _Result(BlankIsMissing):
    model_config = ConfigDict(alias_generator=to_camel)

    op_order_refund_model_detail: _Refund | None = None
    op_order_refund_models: tuple[_Refund, ...] | None = None


class _Answer(BaseModel):
    result: _Result


def translate(body: bytes) -> tuple[Translation, ...]:
    """Read an answer: the facts of each of its refunds, by their orders."""
    result = understood("", _Answer.model_validate, parse_object(body)).result
    refunds = result.op_order_refund_models or ()
    if result.op_order_refund_model_detail is not None:
        refunds = (result.op_order_refund_model_detail, *refunds)
    return grouped((each.order_id, fact) for each in refunds for fact in _facts(each))


def _facts(refund: _Refund) -> Iterator[Happening]:
    named = {"return_id": refund.refund_id}
    yield happening(E.RETURN_UPDATED, named | _details(refund), at=refund.gmt_modified)
    if refund.goods_status == _SENT_BACK:
        tracking = {"carrier": refund.buyer_logistics_name, "number": refund.freight_bill}
        yield happening(E.RETURN_SHIPPED, named | {"tracking": tracking}, at=refund.gmt_modified)
    if _paid(refund):
        amount = {"minor": refund.refund_payment, "currency": _CURRENCY}
        settled = named | {"amount": amount, "reference": refund.refund_id}
        yield happening(E.REFUND_SETTLED, settled, at=refund.gmt_completed or refund.gmt_modified)


def _details(refund: _Refund) -> dict[str, object]:
    words = [word for word in (refund.status, refund.task_status) if word]
    reason = [text for text in (refund.apply_reason, refund.apply_sub_reason) if text]
    return {
        "platform_status": "/".join(words)[:128] or None,
        "stage": _stage(refund),
        "wants": _wants(refund),
        "reason": {"code": ReasonCode.UNKNOWN, "text": " / ".join(reason)} if reason else None,
        "lines": _lines(refund),
        "respond_until": _deadline(refund),
    }


def _stage(refund: _Refund) -> Stage | None:
    """Return the stage of the status. A ticket of the platform's service says that somebody asked it to step in."""
    if refund.status is None:
        return None
    stage = STATUSES.get(refund.status, UNLISTED).stage
    return Stage.SUPPORT if stage is Stage.OPEN and refund.task_status else stage


def _wants(refund: _Refund) -> Resolution | None:
    if refund.only_refund or refund.refund_goods is False:
        return Resolution.REFUND_WITHOUT_RETURN
    return Resolution.RETURN_AND_REFUND if refund.refund_goods else None


def _lines(refund: _Refund) -> list[dict[str, object]] | None:
    """Return the articles of the refund. None if a number of pieces is missing.

    The money that the customer applies for is of the whole refund, so that only a single article has it.
    """
    entries, counts = refund.order_entry_id_list or (), refund.order_entry_count_map or {}
    if not entries or not all(counts.get(entry) for entry in entries):
        return None
    lines: list[dict[str, object]] = [{"sku": entry, "quantity": counts[entry]} for entry in entries]
    return [lines[0] | _of_single_article(refund)] if len(lines) == 1 else lines


def _of_single_article(refund: _Refund) -> dict[str, object]:
    amount = {"minor": refund.apply_payment, "currency": _CURRENCY} if refund.apply_payment else None
    return {"title": refund.product_name, "amount": amount}


def _deadline(refund: _Refund) -> dict[str, object] | None:
    """Return until when 1688 waits for the seller. A frozen time does not run."""
    if refund.gmt_time_out is None or refund.time_out_freeze or refund.status != _SELLERS_TURN:
        return None
    act = refund.time_out_operate_type
    return {"at": refund.gmt_time_out, "if_silent": f'1688 acts by itself: "{act}"' if act else None}


def _paid(refund: _Refund) -> bool:
    """Tell whether it says what was paid. No document says if the sum has the freight in it."""
    return refund.status == "refundsuccess" and bool(refund.refund_payment) and not refund.refund_carriage

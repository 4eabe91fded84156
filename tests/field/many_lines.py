"""Orders and returns of many lines, which nobody wants to read in a file."""

from pydantic import JsonValue

from tests.field.inputs import Do, How, See, Tell, Variant


def many_lines(count: int) -> Variant:
    """A return of every line of a long order, which the seller accepts."""
    customer: JsonValue = {"name": "Ada Buyer"}
    lines: JsonValue = [_line(number) for number in range(count)]
    request: dict[str, JsonValue] = {
        "customer": customer,
        "reason": {"code": "defective", "text": "all of it broke"},
        "wants": "return_and_refund",
        "lines": lines,
    }
    steps = (
        Tell(tell="order.placed", at="-9d", data={"customer": customer, "lines": lines}),
        Tell(tell="order.delivered", at="-6d"),
        Tell(tell="return.requested", of="R-1", at="-5h", data=request),
        Do(do="accept_return", of="R-1", answers=201),
        See(see="R-1", all=(("refund.due.minor", How.IS, 100 * count), ("needs_review", How.EMPTY))),
    )
    return Variant(f"many_lines-{count}", "An order and a return can have up to 1,000 lines.", (115,), steps)


def _line(number: int) -> dict[str, JsonValue]:
    return {"sku": f"A-{number:04}", "quantity": 1, "amount": {"minor": 100, "currency": "USD"}}

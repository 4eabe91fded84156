"""Content negotiation: choose a media type by the request's Accept header (RFC 9110, 12.5.1)."""

from collections.abc import Iterator

from chalicelib.routes.requests import Event, header_values

_Range = tuple[str, str, float]


def preferred(event: Event, *offered: str) -> str:
    """Choose the offered type that the request ranks highest.

    It is the first one if the request accepts none of them, because any answer is better than a 406.
    """
    ranges = list(_ranges(",".join(header_values(event, "accept"))))
    return max(offered, key=lambda kind: _quality(kind, ranges))


def _ranges(accept: str) -> Iterator[_Range]:
    for range_ in accept.split(","):
        kind, *parameters = (part.strip().lower() for part in range_.split(";"))
        main, slash, sub = kind.partition("/")
        if slash:
            yield main, sub, _weight(parameters)


def _weight(parameters: list[str]) -> float:
    weight_text = next((value.removeprefix("q=") for value in parameters if value.startswith("q=")), "1")
    try:
        weight = float(weight_text)
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0


def _quality(kind: str, ranges: list[_Range]) -> float:
    """Find the weight of the most specific range that contains a type."""
    main, _, sub = kind.partition("/")
    for wanted in ((main, sub), (main, "*"), ("*", "*")):
        weights = [weight for *pattern, weight in ranges if tuple(pattern) == wanted]
        if weights:
            return max(weights)
    return 0.0

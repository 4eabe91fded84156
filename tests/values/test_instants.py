from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from chalicelib.values.instants import Instant, format_instant, parse_instant

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
CENTURY = timedelta(days=36_500)
INSTANTS = st.timedeltas(min_value=timedelta(days=-9_000), max_value=CENTURY).map(lambda since: NOON + since)
ADAPTER: TypeAdapter[datetime] = TypeAdapter(Instant)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01T12:00:00Z",
        "2026-03-01t12:00:00z",
        "2026-03-01T12:00:00.000Z",
        "2026-03-01T13:00:00+01:00",
        "2026-03-01T06:30:00-05:30",
        "2026-03-01T12:00:00.000000999Z",
    ],
)
def test_one_instant_has_many_spellings(text):
    assert parse_instant(text) == NOON


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01",
        "2026-03-01T12:00:00",
        "2026-03-01 12:00:00Z",
        "2026-03-01T12:00Z",
        "2026-13-01T12:00:00Z",
        "2026-02-30T12:00:00Z",
        "2026-03-01T25:00:00Z",
        "2026-03-01T12:00:00+25:00",
        "2026-03-01T12:00:00+10:60",
        "2026-03-01T12:00:60Z",
        "2026-03-01T24:00:00Z",
        "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-01:00",
        "\uff12\uff10\uff12\uff16-03-01T12:00:00Z",
        "1772366400",
        "",
        1772366400,
        None,
        True,
        datetime(2026, 3, 1, 12),  # noqa: DTZ001 -- the point is that it has no zone
    ],
)
def test_what_is_no_instant_or_has_no_zone_is_refused(text):
    with pytest.raises(ValueError, match=r"instant|range|must be|month|hour|offset|day"):
        parse_instant(text)


@pytest.mark.parametrize("text", ["1970-01-01T00:00:00Z", "1999-12-31T23:59:59Z", "2200-01-01T00:00:00Z"])
def test_what_no_order_of_ours_can_have_seen_is_refused(text):
    with pytest.raises(ValidationError):
        ADAPTER.validate_python(text)


@given(INSTANTS, st.integers(-1439, 1439))
def test_what_is_written_reads_as_the_same_instant_from_any_zone(at, minutes):
    elsewhere = at.astimezone(timezone(timedelta(minutes=minutes)))
    assert ADAPTER.validate_python(format_instant(elsewhere)) == at
    assert parse_instant(elsewhere) == at


@given(st.lists(INSTANTS, max_size=5))
def test_instants_sort_as_text_as_they_do_in_time(instants):
    assert sorted(map(format_instant, instants)) == list(map(format_instant, sorted(instants)))

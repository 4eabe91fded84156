import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from chalicelib.values.money import CURRENCIES, LARGEST_MINOR, Money, total

AMOUNTS = st.builds(Money, minor=st.integers(0, LARGEST_MINOR), currency=st.sampled_from(["USD", "EUR", "JPY"]))


def money(minor: int, currency: str = "USD") -> Money:
    return Money(minor=minor, currency=currency)


@pytest.mark.parametrize(
    ("minor", "currency"),
    [
        (-1, "USD"),
        (LARGEST_MINOR + 1, "USD"),
        (10**38, "USD"),
        (1.0, "USD"),
        ("1", "USD"),
        (True, "USD"),
        (1, "usd"),
        (1, "XXX"),
        (1, ""),
        (1, "US$"),
        (1, None),
    ],
)
def test_money_is_whole_minor_units_of_a_currency_that_there_is(minor, currency):
    with pytest.raises(ValidationError):
        Money.model_validate({"minor": minor, "currency": currency})


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (money(2400), "24.00 USD"),
        (money(5), "0.05 USD"),
        (money(0, "EUR"), "0.00 EUR"),
        (money(2400, "JPY"), "2400 JPY"),
        (money(1234, "KWD"), "1.234 KWD"),
    ],
)
def test_money_reads_as_its_currency_is_written(amount, words):
    assert str(amount) == words


@given(st.lists(AMOUNTS, max_size=6))
def test_amounts_add_up_in_one_currency_only_and_without_loss(amounts):
    found, told = total(amounts), {amount.currency for amount in amounts}
    if len(told) == 1:
        assert found is not None
        assert (found.minor, {found.currency}) == (sum(amount.minor for amount in amounts), told)
    else:
        assert found is None


@given(AMOUNTS, AMOUNTS)
def test_taking_off_never_goes_below_nothing(one, other):
    if one.currency != other.currency:
        with pytest.raises(ValueError, match="two currencies"):
            one.less(other)
        with pytest.raises(ValueError, match="two currencies"):
            _ = one + other
    else:
        assert one.less(other).minor == max(0, one.minor - other.minor)
        assert (one + other).less(other) == one


def test_of_two_currencies_none_is_more():
    assert money(2).exceeds(money(1))
    assert not money(1).exceeds(money(1))
    assert not money(2).exceeds(money(1, "EUR"))


def test_every_currency_is_three_capital_letters():
    assert all(len(code) == 3 and code.isalpha() and code.isupper() for code in CURRENCIES)
    assert {"USD", "EUR", "CNY", "JPY", "XCG"} <= CURRENCIES

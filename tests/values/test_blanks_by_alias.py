"""A blank is missing, whatever names the fields of an object have in data."""

from pydantic import ConfigDict
from pydantic.alias_generators import to_camel

from chalicelib.values.blanks import BlankIsMissing


class Inner(BlankIsMissing):
    model_config = ConfigDict(alias_generator=to_camel)

    order_id: str
    status: str | None = None


class Outer(BlankIsMissing):
    inner: Inner | None = None


def test_one_blank_field_does_not_cost_an_object_whose_fields_have_other_names_in_data():
    read = Outer.model_validate({"inner": {"orderId": "1", "status": ""}})
    assert read == Outer(inner=Inner(orderId="1"))


def test_an_object_in_which_all_is_blank_is_missing_under_the_names_in_data():
    assert Outer.model_validate({"inner": {"orderId": "", "status": " "}}).inner is None

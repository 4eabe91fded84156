"""Field errors: the words for a field that is not valid, by pydantic's own type of the error."""

from typing import Final

from pydantic_core import ErrorDetails

from chalicelib.values.kept_sentences import Pattern, read_again
from chalicelib.values.sentences import Sentence, Term, Value, text

# The messages of pydantic that rows keep, by their types. The last one fits more than its own, so it is tried last.
_MESSAGES: Final[tuple[Pattern, ...]] = (
    ("field-missing", "Field required"),
    ("field-extra_forbidden", "Extra inputs are not permitted"),
    ("field-value_error", "Value error, {error}"),
    ("field-string_type", "Input should be a valid string"),
    ("field-string_too_short", "String should have at least {min_length} {characters}"),
    ("field-string_too_long", "String should have at most {max_length} {characters}"),
    ("field-string_pattern_mismatch", "String should match pattern '{pattern}'"),
    ("field-int_type", "Input should be a valid integer"),
    ("field-int_type", "Input should be a valid integer, {why}"),
    ("field-bool_type", "Input should be a valid boolean"),
    ("field-bool_type", "Input should be a valid boolean, {why}"),
    ("field-greater_than_equal", "Input should be greater than or equal to {ge}"),
    ("field-greater_than", "Input should be greater than {gt}"),
    ("field-less_than_equal", "Input should be less than or equal to {le}"),
    ("field-less_than", "Input should be less than {lt}"),
    ("field-model_type", "Input should be a valid dictionary or {what}"),
    ("field-dict_type", "Input should be a valid dictionary"),
    ("field-model_type", "Input should be an object"),
    ("field-tuple_type", "Input should be a valid tuple"),
    ("field-list_type", "Input should be a valid list"),
    ("field-too_short", "{what} should have at least {min_length} {items} after validation, not {actual}"),
    ("field-too_long", "{what} should have at most {max_length} {items} after validation, not {actual}"),
    ("field-timezone_aware", "Input should have timezone info"),
    ("field-datetime_type", "Input should be a valid datetime"),
    ("field-datetime_type", "Input should be a valid datetime{why}"),
    ("field-enum", "Input should be {expected}"),
)

# The errors of our own readers that have values in them.
_ERRORS: Final[tuple[Pattern, ...]] = (
    ("not-a-command", "not one of the commands: {names}"),
    ("not-a-reason", "its code is not one of the reasons: {names}"),
    ("too-many-megabytes", "{what} has at most {most} MB"),
)


def said_of(fault: ErrorDetails) -> Sentence:
    """Say what is wrong with a field. English has pydantic's own message, and its values have their names there."""
    context = fault.get("ctx", {})
    values: dict[str, Value] = {name: _value(value) for name, value in context.items()}
    return Sentence(f"field-{fault['type']}", "{message}", (*values.items(), ("message", fault["msg"])))


def read_message(kept: str) -> Sentence:
    """Read a message that a row keeps as a sentence. One that is not of pydantic is a fixed text."""
    said = read_again(kept, _MESSAGES)
    if said is None:
        return text(kept)
    values = tuple((name, _value(value)) for name, value in said.values)
    return Sentence(said.code, said.words, values)


def _value(value: object) -> Value:
    """Take a number as it is. Everything else is a sentence, or a text of which a catalogue can have the words."""
    match value:
        case int():
            return value
        case ValueError(args=(Sentence() as said,)):
            return said
    return read_again(str(value), _ERRORS) or Term(value)

"""Field errors: the words for a field that is not valid, by pydantic's own type of the error."""

from pydantic_core import ErrorDetails

from chalicelib.values.sentences import Sentence, Term, Value


def said_of(fault: ErrorDetails) -> Sentence:
    """Say what is wrong with a field. English has pydantic's own message, and its values have their names there."""
    context = fault.get("ctx", {})
    values: dict[str, Value] = {name: _value(value) for name, value in context.items()}
    return Sentence(f"field-{fault['type']}", "{message}", (*values.items(), ("message", fault["msg"])))


def _value(value: object) -> Value:
    """Take a number as it is. Everything else is a text, of which a catalogue can have the words."""
    return value if isinstance(value, int) else Term(value)

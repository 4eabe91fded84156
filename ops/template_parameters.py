"""The parameters of a template, resolved: what a deployment makes with the defaults, or with other values.

It resolves what our template uses: references to parameters, conditions by Equals and Not, and Fn::If. References to
resources stay, because only a deployment knows them.
"""

from collections.abc import Mapping
from typing import Any

_NOTHING = {"Ref": "AWS::NoValue"}


def resolved(document: Mapping[str, Any], **values: str | float) -> dict[str, Any]:
    """Return a template as its parameters shape it, without parameters and without resources that are not made.

    Raises KeyError for a value without a parameter.
    """
    parameters = {name: parameter["Default"] for name, parameter in document.get("Parameters", {}).items()}
    unknown = values.keys() - parameters.keys()
    if unknown:
        raise KeyError(*unknown)
    return _Values(parameters | values, document.get("Conditions", {})).template(document)


class _Values:
    def __init__(self, parameters: Mapping[str, Any], conditions: Mapping[str, Any]) -> None:
        self._parameters = parameters
        self._conditions = conditions

    def template(self, document: Mapping[str, Any]) -> dict[str, Any]:
        rest = {name: part for name, part in document.items() if name not in {"Parameters", "Conditions"}}
        made = {
            name: {key: value for key, value in resource.items() if key != "Condition"}
            for name, resource in rest.get("Resources", {}).items()
            if self._holds(resource.get("Condition"))
        }
        result: dict[str, Any] = self._value(rest | {"Resources": made})
        return result

    def _holds(self, name: str | None) -> bool:
        return name is None or self._is_true(self._conditions[name])

    def _is_true(self, condition: Mapping[str, Any]) -> bool:
        (kind, arguments), *_ = condition.items()
        if kind == "Fn::Not":
            return not self._is_true(arguments[0])
        one, other = map(self._value, arguments)
        return str(one) == str(other)

    def _value(self, value: Any) -> Any:
        chosen = self._chosen(value)
        if isinstance(chosen, list):
            return [self._value(each) for each in chosen if self._is_there(each)]
        if isinstance(chosen, dict):
            return self._referred(chosen)
        return chosen

    def _referred(self, value: dict[str, Any]) -> Any:
        """Return the value of the parameter that is referred to, or the whole with its members resolved."""
        if value.keys() == {"Ref"} and value["Ref"] in self._parameters:
            return self._parameters[value["Ref"]]
        return {name: self._value(each) for name, each in value.items() if self._is_there(each)}

    def _chosen(self, value: Any) -> Any:
        """Follow the choices by Fn::If to what they choose."""
        while isinstance(value, dict) and "Fn::If" in value:
            name, one, other = value["Fn::If"]
            value = one if self._holds(name) else other
        return value

    def _is_there(self, value: Any) -> bool:
        """Tell whether a value is not removed by AWS::NoValue."""
        return bool(self._chosen(value) != _NOTHING)

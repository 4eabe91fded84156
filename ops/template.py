"""The resources as they deploy, read from the template that deploys them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ops.template_parameters import resolved

PROJECT = Path(__file__).resolve().parent.parent
MERGED = PROJECT / ".chalice" / "resources.json"

Properties = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Template:
    """Resources by their logical names."""

    resources: Mapping[str, Mapping[str, Any]]

    def properties(self, name: str) -> Properties:
        """Return the properties of one resource."""
        properties: Properties = self.resources[name]["Properties"]
        return properties

    def source(self, function: str) -> Properties:
        """Return the properties of the one event source of a function."""
        (event,) = self.properties(function)["Events"].values()
        properties: Properties = event["Properties"]
        return properties


def deployed_template(**values: str | float) -> Template:
    """Return the template merged into every deployment, with the defaults of its parameters or other values."""
    return Template(resolved(json.loads(MERGED.read_text()), **values)["Resources"])

"""The checks of a package before a deployment, because `chalice package` checks almost nothing."""

import fnmatch
import json
from collections.abc import Collection, Iterator, Mapping
from hashlib import sha256
from typing import Any

from ops.template_checks import faults_between, faults_of_operation

FUNCTIONS = {
    "APIHandler": "app.app",
    "Project": "app.project",
    "Mediate": "app.mediate",
    "DeadLetters": "app.dead_letters",
    "InspectUpload": "app.inspect_upload",
    "ExpireDeadlines": "app.expire_deadlines",
    "Redrive": "app.redrive",
    "Reconcile": "app.reconcile",
}
MOST_BYTES = 10 * 1024 * 1024
_WANTED = (
    *("app.py", "__pycache__/app.cpython-311.pyc", "chalicelib/__init__.py", "chalice/app.py"),
    "chalicelib/console/index.html",
    *("pydantic/__init__.py", "typing_extensions.py", "filetype/__init__.py"),
)
_COMPILED = "pydantic_core/_pydantic_core.cpython-311-x86_64-linux-gnu.so"
# The files of chalice 1.34.0, which `chalice package` copies from wherever it is installed.
_CHALICE = {
    "chalice/__init__.py": "fa8812e3488d6f42d4452e0548fbb9ce3cf548c2761ae8cfffe95cac72bb6e13",
    "chalice/app.py": "b26ae4dd55d342a87fe2463f336e97d4d2193ad759ead305c10afa94afaf18e9",
}
_UNWANTED = ("boto3/", "botocore/", "moto/", "local/", "tests/", ".local/")


def faults_of_zip(names: Collection[str], size: int, *, pins: Mapping[str, str]) -> Iterator[str]:
    """Yield what is wrong with the zip: a wheel that is missing stops no `chalice package`. `pins` has versions."""
    yield from _missing(names, pins)
    yield from (f"the zip carries {folder}" for folder in _UNWANTED if _starts(names, folder))
    if not fnmatch.filter(names, "chalicelib/policies/*.toml"):
        yield "the zip carries no policy"
    if size > MOST_BYTES:
        yield f"the zip has {size} bytes, more than {MOST_BYTES}"


def faults_of_chalice(files: Mapping[str, bytes]) -> Iterator[str]:
    """Yield the files of Chalice in the zip that are not those of the pinned release."""
    hashes = {name: sha256(content).hexdigest() for name, content in files.items()}
    yield from (
        f"{name} is not that of the pinned Chalice"
        for name in sorted({name for name, _ in hashes.items() ^ _CHALICE.items()})
    )


def _missing(names: Collection[str], pins: Mapping[str, str]) -> Iterator[str]:
    pinned = (f"{name.replace('-', '_')}-{version}.dist-info/METADATA" for name, version in pins.items())
    yield from (f"the zip lacks {name}" for name in (*_WANTED, _COMPILED, *pinned) if name not in names)


def _starts(names: Collection[str], folder: str) -> bool:
    return any(name.startswith(folder) for name in names)


def faults_of_template(template: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the template: a function missing, a stand-in left, a right too wide."""
    resources = template["Resources"]
    handlers = {
        name: resource["Properties"].get("Handler")
        for name, resource in resources.items()
        if resource.get("Type") == "AWS::Serverless::Function"
    }
    if handlers != FUNCTIONS:
        yield f"the functions are {handlers}, not {FUNCTIONS}"
    if "override-me" in json.dumps(template):
        yield "an event source is still the decorator's stand-in"
    for name, resource in resources.items():
        if resource.get("Type") == "AWS::IAM::Role":
            yield from _faults_of_role(name, resource["Properties"])
    yield from _unheard_logs(resources)
    yield from faults_between(resources)
    yield from faults_of_operation(resources)


def _unheard_logs(resources: Mapping[str, Any]) -> Iterator[str]:
    of_type = {name: resource.get("Type") for name, resource in resources.items()}
    logs = {name for name, kind in of_type.items() if kind == "AWS::Logs::LogGroup"}
    filters = [resources[name] for name, kind in of_type.items() if kind == "AWS::Logs::MetricFilter"]
    heard = {each["Properties"]["LogGroupName"]["Ref"] for each in filters}
    yield from (f"nobody counts the alarms in {name}" for name in sorted(logs - heard))


def _faults_of_role(name: str, properties: Mapping[str, Any]) -> Iterator[str]:
    statements = [each for policy in properties["Policies"] for each in policy["PolicyDocument"]["Statement"]]
    if not statements:
        yield f"{name} may do nothing"
    for statement in statements:
        actions = statement["Action"]
        if any("*" in action for action in ([actions] if isinstance(actions, str) else actions)):
            yield f"{name} may do {actions}"

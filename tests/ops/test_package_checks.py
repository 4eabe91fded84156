import re
from pathlib import Path

import chalice
import pytest

from ops.package_checks import FUNCTIONS, faults_of_chalice, faults_of_template, faults_of_zip
from ops.template import PROJECT

PROJECT_CHALICE = Path(chalice.__file__).parents[1]

COMPILED = "pydantic_core/_pydantic_core.cpython-311-x86_64-linux-gnu.so"
PINS = {"filetype": "1.2.0"}
WHOLE = {
    "app.py",
    "__pycache__/app.cpython-311.pyc",
    "filetype/__init__.py",
    "filetype-1.2.0.dist-info/METADATA",
    "chalicelib/__init__.py",
    "chalicelib/console/index.html",
    "chalicelib/policies/guide.toml",
    "chalice/app.py",
    "pydantic/__init__.py",
    "typing_extensions.py",
    COMPILED,
}


def template(**changed):
    role = {
        "Type": "AWS::IAM::Role",
        "Properties": {"Policies": [{"PolicyDocument": {"Statement": [{"Action": ["sqs:SendMessage"]}]}}]},
    }
    functions = {
        name: {"Type": "AWS::Serverless::Function", "Properties": {"Handler": handler, "Timeout": 20}}
        for name, handler in FUNCTIONS.items()
    }
    counted = [{"MetricName": "Errors", "Value": {"Ref": name}} for name in (*FUNCTIONS, "Extra")]
    alarm = {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {"Metrics": counted, "AlarmActions": [1], "OKActions": [1]},
    }
    return {"Resources": functions | {"ProjectRole": role, "Errors": alarm} | changed}


def role_that_may(*actions):
    statements = [{"Action": list(actions)}] if actions else []
    return {"Type": "AWS::IAM::Role", "Properties": {"Policies": [{"PolicyDocument": {"Statement": statements}}]}}


def test_a_whole_package_has_no_fault():
    assert list(faults_of_zip(WHOLE, 3_000_000, pins=PINS)) == []
    assert list(faults_of_template(template())) == []


@pytest.mark.parametrize("missing", sorted(WHOLE))
def test_what_is_missing_is_named(missing):
    (fault,) = faults_of_zip(WHOLE - {missing}, 3_000_000, pins=PINS)
    assert "lacks" in fault or "no policy" in fault


@pytest.mark.parametrize("carried", ["boto3/session.py", "moto/__init__.py", "tests/x.py", "local/run.py"])
def test_what_does_not_belong_there_is_named(carried):
    assert list(faults_of_zip(WHOLE | {carried}, 3_000_000, pins=PINS)) == [f"the zip carries {carried.split('/')[0]}/"]


def test_a_zip_that_grew_too_large_is_a_fault():
    assert list(faults_of_zip(WHOLE, 11 * 1024 * 1024, pins=PINS))


@pytest.mark.parametrize(
    "changed",
    [
        {"Project": {"Properties": {"Events": {}}}},
        {"Extra": {"Type": "AWS::Serverless::Function", "Properties": {"Handler": "app.extra", "Timeout": 20}}},
        {"Queue": {"Properties": {"Queue": "arn:aws:sqs:us-east-1:000000000000:override-me.fifo"}}},
        {"SpareLogGroup": {"Type": "AWS::Logs::LogGroup", "Properties": {}}},
        {"ProjectRole": role_that_may()},
        {"ProjectRole": role_that_may("dynamodb:*")},
        {"ProjectRole": role_that_may("*")},
    ],
    ids=[
        "not a function",
        "one too many",
        "a stand-in",
        "a log nobody hears",
        "no right",
        "a service's rights",
        "all rights",
    ],
)
def test_a_template_that_would_deploy_something_else_is_a_fault(changed):
    assert len(list(faults_of_template(template(**changed)))) == 1


def test_chalice_is_shipped_as_it_was_released_or_not_at_all():
    files = {name: PROJECT_CHALICE.joinpath(name).read_bytes() for name in ("chalice/__init__.py", "chalice/app.py")}

    assert list(faults_of_chalice(files)) == []
    assert list(faults_of_chalice(files | {"chalice/app.py": files["chalice/app.py"] + b"\n"})) != []
    assert list(faults_of_chalice(files | {"chalice/extra.py": b""})) != []
    assert len(list(faults_of_chalice({}))) == 2


def test_everything_that_ships_is_pinned_with_its_hashes():
    """A pin without a hash would stop pip, and a hash of nothing would be no pin."""
    lines = (PROJECT / "requirements.txt").read_text().replace("\\\n", " ").splitlines()
    pins = [line.split() for line in lines if line and not line.startswith("#")]

    assert len(pins) > 4
    for name, *hashes in pins:
        assert "==" in name
        assert hashes
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", each) for each in hashes), name

"""`make package`: the deployable template and zip, checked."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from chalice.cli.factory import CLIFactory
from chalice.deploy.validate import validate_configuration

from ops.package_checks import faults_of_chalice, faults_of_template, faults_of_zip
from ops.package_zip import compile_zip
from ops.template import MERGED, PROJECT
from ops.template_parameters import resolved

STAGE = "prod"


def main() -> int:
    """Build and check the package, write its faults, and return the exit code."""
    out = PROJECT / ".local" / "package"
    faults = list(build(PROJECT, out))
    for fault in faults:
        print(f"package: {fault}", file=sys.stderr)
    if not faults:
        size = (out / "deployment.zip").stat().st_size
        print(f"{out.relative_to(PROJECT)}: sam.json and deployment.zip ({size / 1e6:.1f} MB), checked")
    return 1 if faults else 0


def build(project: Path, out: Path) -> Iterator[str]:
    """Build the package of a project into a folder, and yield every fault of it."""
    shutil.rmtree(out, ignore_errors=True)
    os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
    validate_configuration(CLIFactory(str(project)).create_config_obj(chalice_stage_name=STAGE))
    result = _run("chalice", "--project-dir", str(project), "package", "--stage", STAGE, *_merged(project), str(out))
    if result.returncode:
        yield f"chalice: {result.stdout}{result.stderr}"
        return
    if "Could not install dependencies" in result.stdout + result.stderr:
        yield f"a dependency is missing: {result.stdout}{result.stderr}"
    archive = out / "deployment.zip"
    compile_zip(archive)
    with zipfile.ZipFile(archive) as zipped:
        yield from faults_of_zip(set(zipped.namelist()), archive.stat().st_size, pins=_pins(project))
        yield from faults_of_chalice({name: zipped.read(name) for name in zipped.namelist() if _is_chalice(name)})
    yield from faults_of_template(resolved(json.loads((out / "sam.json").read_text())))
    yield from _faults_of_cfn_lint(out / "sam.json")


def _faults_of_cfn_lint(template: Path) -> Iterator[str]:
    result = _run("cfn-lint", "--format", "parseable", str(template))
    if result.returncode:
        yield from (f"cfn-lint: {line}" for line in (result.stdout or result.stderr).splitlines())


def _is_chalice(name: str) -> bool:
    return name.startswith("chalice/") and name.endswith(".py")


def _pins(project: Path) -> dict[str, str]:
    """Return the packages that ship, with their versions."""
    lines = (project / "requirements.txt").read_text().splitlines()
    return dict(line.removesuffix(" \\").split("==") for line in lines if line and line[0] not in "# ")


def _merged(project: Path) -> list[str]:
    return ["--merge-template", str(project / MERGED.relative_to(PROJECT))]


def _run(tool: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a tool that stands beside this Python. A package without a hash in requirements.txt stops pip."""
    path = Path(sys.executable).with_name(tool)
    environment = os.environ | {"PIP_REQUIRE_HASHES": "1"}
    return subprocess.run([str(path), *arguments], capture_output=True, text=True, check=False, env=environment)


if __name__ == "__main__":
    sys.exit(main())

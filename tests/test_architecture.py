"""The floors: imports run downwards only, and each outside world has one door."""

import ast
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from radon.complexity import cc_visit

ROOT = Path(__file__).parent.parent

# From the ground up; what stands on one floor does not know its neighbours.
FLOORS = (
    {"values"},
    {"domain"},
    {"advice"},
    {"policies", "dialects", "views", "logbook", "settings"},
    {"aws"},
    {"stores"},
    {"usecases"},
    {"workers"},
    {"wiring"},
    {"routes"},
    {"app"},
)
LONGEST_FILE, LONGEST_FUNCTION = 250, 40  # lines
MOST_DECISIONS, MOST_FILES_WITHOUT_MAP, MOST_ROOMS = 8, 25, 16
LEVEL = {room: level for level, floor in enumerate(FLOORS) for room in floor}
PURE = {"values", "domain", "advice", "dialects", "views"}
WORLDLY = {
    *("os", "io", "time", "random", "secrets", "uuid", "logging"),
    *("socket", "threading", "subprocess", "urllib.request"),
}

FOLDERS = sorted(
    file.parent for top in ("chalicelib", "cli", "local", "ops") for file in ROOT.glob(f"{top}/**/__init__.py")
)
SOURCES = sorted([ROOT / "app.py", *ROOT.joinpath("chalicelib").rglob("*.py")])


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    """The folder or file of chalicelib that a module belongs to."""
    return module.split(".")[1] if module.startswith("chalicelib.") else module


@cache
def imports_of(path: Path) -> frozenset[str]:
    """Every module that a file imports, also inside functions.

    Names imported from packages count as modules.
    """
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            found |= {str(node.module)} | {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


def outside(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imports_of(path)}


def ours(path: Path) -> set[str]:
    return {name for name in imports_of(path) if name == "app" or name.startswith("chalicelib.")}


@pytest.fixture(params=SOURCES, ids=module_of)
def source(request) -> Path:
    path: Path = request.param
    return path


def test_imports_run_downwards_only(source):
    room = room_of(module_of(source))
    if room == "chalicelib":
        assert not ours(source)
        return
    above = {name for name in ours(source) if LEVEL[room_of(name)] > LEVEL[room]}
    beside = {name for name in ours(source) if LEVEL[room_of(name)] == LEVEL[room] and room_of(name) != room}
    assert not above | beside


def test_the_drawing_of_the_floors_is_true_and_there_are_at_most_16_rooms():
    drawn = "\n".join(" · ".join(sorted(floor)) for floor in reversed(FLOORS))
    assert f"```\n{drawn}\n```" in ROOT.joinpath("README.md").read_text()
    rooms = [room for room in ROOT.glob("chalicelib/[a-z]*") if room.is_dir() or room.suffix == ".py"]
    assert len(rooms) <= MOST_ROOMS


def test_what_operates_a_deployment_does_not_know_the_local_stack():
    for path in ROOT.joinpath("ops").glob("*.py"):
        assert not {name for name in imports_of(path) if name.split(".")[0] in {"local", "tests", "bench"}}, path


def test_only_the_aws_floor_knows_aws(source):
    if room_of(module_of(source)) != "aws":
        assert not outside(source) & {"boto3", "botocore"}


def test_use_cases_know_a_dialect_only_where_bytes_come_in_or_go_out(source):
    """The door, exports and histories translate, own rows are written, filings are signed, the feed reads types."""
    translating = {"front_door", "catch_up", "order_history", "erasure", "erased_rows"}
    knowing = translating | {"own_rows", "filings", "delivery_feed"}
    if room_of(module_of(source)) == "usecases" and source.stem not in knowing:
        assert not {name for name in ours(source) if name.startswith("chalicelib.dialects")}


def test_only_routes_and_entries_know_the_web_framework(source):
    if room_of(module_of(source)) not in {"routes", "app"}:
        assert "chalice" not in outside(source)


def test_the_pure_floors_have_no_clock_and_no_world(source):
    if room_of(module_of(source)) not in PURE:
        return
    assert not imports_of(source) & WORLDLY
    nodes = list(ast.walk(ast.parse(source.read_text())))
    called = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    assert not called & {"now", "utcnow", "today"}
    named = {node.id for node in nodes if isinstance(node, ast.Name)}
    assert not named & {"open", "print", "input"}


def test_no_file_and_no_function_is_too_long_to_be_read_at_once():
    folders = ("bench", "cli", "docs", "local", "ops", "tests")
    files = SOURCES + [file for folder in folders for file in ROOT.joinpath(folder).rglob("*.py")]
    assert [str(file) for file in files if len(file.read_text().splitlines()) > LONGEST_FILE] == []
    assert [told for file in files for told in _long_functions(file)] == []


def _long_functions(path: Path) -> list[str]:
    functions = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef))
    return [f"{path}: {node.name}" for node in functions if int(node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION]


def test_a_folder_has_three_files():
    folders = [folder for folder in ROOT.joinpath("chalicelib").iterdir() if list(folder.glob("*.py"))]
    for folder in folders:
        files = [file for file in folder.iterdir() if file.suffix in {".py", ".toml"}]
        assert len(files) >= 3, folder


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_folder_of_more_than_25_files_has_a_map_and_each_map_is_whole(folder):
    """Whoever adds a file names it under a heading of the map in the folder's `__init__.py`."""
    files = {file.stem for file in folder.glob("*.py") if file.stem != "__init__"}
    _, has_map, drawn = (ast.get_docstring(ast.parse(folder.joinpath("__init__.py").read_text())) or "").partition(
        "\nMap\n"
    )
    assert has_map or len(files) <= MOST_FILES_WITHOUT_MAP
    if has_map:
        assert sorted(files - set(re.findall(r"\w+", drawn))) == []
        assert sorted(set(re.findall(r"^    (\w+) ", drawn, re.MULTILINE)) - files) == []


def test_every_floor_has_tests_in_a_folder_of_its_name():
    floors = {path.parent.name for path in ROOT.joinpath("chalicelib").glob("*/__init__.py")}

    assert floors <= {path.parent.name for path in ROOT.joinpath("tests").glob("*/test_*.py")}


def test_all_tests_drive_orders_in_one_world():
    """A second world would make its own Recourse, or put one in the process's place."""
    makers = {
        str(path.relative_to(ROOT))
        for path in ROOT.joinpath("tests").rglob("*.py")
        if re.search(r"\b(Recourse|wiring\.install)\(", text := path.read_text())
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and ast.unparse(node) != "wiring.install(None)"
        if ast.unparse(node.func) in {"Recourse", "wiring.install"}
    }

    assert makers == {"tests/world/cloud.py", "tests/world/world.py"}


def test_the_domains_tests_use_no_fixture():
    for path in (
        path for floor in ("values", "domain", "advice") for path in ROOT.joinpath("tests", floor).rglob("*.py")
    ):
        assert not re.search(r"@(pytest\.)?fixture\b", path.read_text()), path
        assert not outside(path) & {"moto", "botocore", "boto3", "chalice"}, path


IMPORT_AND_TELL = """
import socket
import botocore.session

def refuse(*args, **kwargs):
    raise AssertionError("import app reached out")

botocore.session.Session.create_client = refuse
socket.socket.connect = refuse
import app
print(sorted(app.app.routes))
"""


def test_the_application_is_imported_in_an_empty_environment_and_reaches_nothing():
    found = subprocess.run(
        [sys.executable, "-c", IMPORT_AND_TELL],
        cwd=ROOT,
        env={},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert found.returncode == 0, found.stderr
    assert "/webhooks/{connection}" in found.stdout


def test_an_incomplete_environment_is_named_when_recourse_is_first_asked_for():
    told = "from chalicelib.wiring import recourse; recourse()"
    found = subprocess.run(
        [sys.executable, "-c", told],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "RECOURSE_TABLE is not set" in found.stderr


def test_no_function_takes_more_than_8_decisions_to_follow():
    """Radon counts comprehensions too, which ruff does not."""
    files = SOURCES + [
        file for folder in ("bench", "cli", "local", "ops") for file in ROOT.joinpath(folder).rglob("*.py")
    ]
    counted = ((file, block) for file in files for block in cc_visit(file.read_text()))
    assert [
        f"{file}: {each.name} {each.complexity}" for file, each in counted if each.complexity > MOST_DECISIONS
    ] == []

import zipfile

import pytest

from ops.package_zip import compile_zip

SOURCE = b"def fail():\n    raise ValueError\n"
OTHER = b"def known(x):\n    return x in {'a', 'b', 'c'}\n"


@pytest.fixture
def zip_of(tmp_path):
    def make(name, members):
        archive = tmp_path / name
        with zipfile.ZipFile(archive, "w") as made:
            for path, content in members.items():
                made.writestr(path, content)
        compile_zip(archive)
        return archive

    return make


def test_modules_are_compiled_beside_their_sources_and_data_stays(zip_of):
    archive = zip_of("a.zip", {"app.py": SOURCE, "rules/guide.toml": b"days = 2"})
    with zipfile.ZipFile(archive) as made:
        assert made.namelist() == ["__pycache__/app.cpython-311.pyc", "app.py", "rules/guide.toml"]
        assert made.read("app.py") == SOURCE
        flags = int.from_bytes(made.read("__pycache__/app.cpython-311.pyc")[4:8], "little")
    assert flags == 0b01, "checked by neither date nor hash"


def test_the_same_sources_make_the_same_zip_whatever_ran_before(zip_of):
    fresh = zip_of("fresh.zip", {"app.py": SOURCE, "other.py": OTHER})
    left = {"__pycache__/app.cpython-312.pyc": b"by another Python"}
    used = zip_of("used.zip", {"other.py": OTHER, "app.py": SOURCE} | left)
    assert fresh.read_bytes() == used.read_bytes()


def test_a_trace_names_the_place_in_lambda(zip_of):
    with zipfile.ZipFile(zip_of("a.zip", {"app.py": SOURCE})) as made:
        assert b"/var/task/app.py" in made.read("__pycache__/app.cpython-311.pyc")

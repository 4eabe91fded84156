"""The cost of a cold start before the first request: `import app`, from the zip as it ships."""

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import botocore

from ops.package import build
from ops.template import PROJECT

_ROUNDS = 7
_LOAD = "import time; start = time.process_time(); import app; print(time.process_time() - start)"


def compare() -> list[str]:
    """Load both, turn and turn about, and return the lines that tell.

    A package with faults is no side.
    """
    with tempfile.TemporaryDirectory() as folder:
        shipped, plain = Path(folder, "shipped"), Path(folder, "plain")
        faults = list(build(PROJECT, Path(folder, "package")))
        assert not faults, faults
        with zipfile.ZipFile(Path(folder, "package", "deployment.zip")) as made:
            made.extractall(shipped)
            made.extractall(plain, [name for name in made.namelist() if not name.endswith(".pyc")])
        rounds = [(_seconds(plain), _seconds(shipped)) for _ in range(_ROUNDS)]
    slow, quick = (min(side) for side in zip(*rounds, strict=True))
    return [
        f"cold start, CPU of `import app`, the best of {_ROUNDS}",
        f"{'':24}{'CPU':>10}{'ratio':>8}",
        f"{'as chalice packages it':24}{slow * 1_000:7.0f} ms{1:8.2f}",
        f"{'as make package does':24}{quick * 1_000:7.0f} ms{quick / slow:8.2f}",
    ]


def _seconds(task: Path) -> float:
    """Measure the import in an empty process, with botocore beside the zip as on Lambda.

    The process writes no compiled files, as on Lambda.
    """
    where = f"{task}:{Path(botocore.__file__).parent.parent}"
    environment = {"PYTHONPATH": where, "PYTHONDONTWRITEBYTECODE": "1"}
    result = subprocess.run(
        [sys.executable, "-S", "-c", _LOAD], cwd=task, env=environment, capture_output=True, text=True, check=True
    )
    return float(result.stdout)

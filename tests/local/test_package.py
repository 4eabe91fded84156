"""`make package` of the project as it stands."""

from local.package import build
from local.template import PROJECT


def test_the_project_packages_without_a_fault(tmp_path):
    assert list(build(PROJECT, tmp_path / "package")) == []

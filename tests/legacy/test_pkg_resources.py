"""What TF1 programs ask of pkg_resources, which setuptools has dropped; true of setuptools' own as well."""

import pytest

from tests.legacy.test_runner import run

pytestmark = pytest.mark.processes

PROGRAM = """
import os
import pkg_resources

print(pkg_resources.parse_version("1.15.0") > pkg_resources.parse_version("1.9"))
print(pkg_resources.get_distribution("numpy").project_name, pkg_resources.require("numpy>=1.0")[0].key)
for asked, kind in (("numpy>=999", "VersionConflict"), ("never-heard-of", "DistributionNotFound")):
    try:
        pkg_resources.get_distribution(asked)
    except getattr(pkg_resources, kind) as error:
        print(kind, isinstance(error, pkg_resources.ResolutionError))
print(pkg_resources.EntryPoint.parse("join=os.path:join").load(False) is os.path.join)
path = pkg_resources.resource_filename("package", "data/words.txt")
print(os.path.basename(path), pkg_resources.resource_string("package", "data/words.txt"))
print(pkg_resources.resource_exists("package", "data"), pkg_resources.resource_listdir("package", "data"))
"""
EXPECTED = """True
numpy numpy
VersionConflict True
DistributionNotFound True
True
words.txt b'one two'
True ['words.txt']
"""


def test_pkg_resources(tmp_path):
    """Versions, distributions, entry points and files of packages."""
    (tmp_path / "package" / "data").mkdir(parents=True)
    (tmp_path / "package" / "__init__.py").write_text("")
    (tmp_path / "package" / "data" / "words.txt").write_text("one two")
    (tmp_path / "program.py").write_text(PROGRAM)
    result = run(tmp_path, "program.py")
    assert result.returncode == 0, result.stderr
    assert result.stdout == EXPECTED

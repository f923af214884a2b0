"""Where the packages are; everything else stands in pyproject.toml.

``legacy`` and ``pipelines`` are names too general for site-packages: they are installed inside ``tf2notes``.
"""

from setuptools import find_packages, setup

FOLDERS = {
    "tf2notes": "tf2notes",
    "tf2notes.legacy": "legacy",
    "tf2notes.pipelines": "pipelines",
    "tf2notes.goldens": "tests/goldens",  # compare holds both sides against the recordings, wherever it is installed
}

setup(
    package_dir=FOLDERS,
    packages=[
        package
        for name, folder in FOLDERS.items()
        for package in [name, *(f"{name}.{inner}" for inner in find_packages(folder))]
    ],
)

"""``pkg_resources`` for TF1 programs: what they ask of it, by ``importlib`` now that setuptools has dropped it.

`era` offers it under that name only where no installed setuptools does: versions (``parse_version``,
``get_distribution``, ``require``), files of a package (``resource_*``), entry points and namespace packages.
"""

import importlib
import importlib.metadata
import os
import pkgutil
import sys

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version


class ResolutionError(Exception):
    """A distribution that is asked for is not to be had."""


class DistributionNotFound(ResolutionError):
    """It is not installed."""


class VersionConflict(ResolutionError):
    """It is installed in a version that does not do."""


class Distribution:
    """An installed distribution: ``project_name``, ``key``, ``version``, ``location``."""

    def __init__(self, living):
        self._living = living
        self.project_name = living.metadata["Name"]
        self.key = self.project_name.lower()
        self.version = living.version
        self.location = os.fspath(living.locate_file(""))

    @property
    def parsed_version(self):
        return parse_version(self.version)

    def has_metadata(self, name):
        return self._living.read_text(name) is not None

    def get_metadata(self, name):
        text = self._living.read_text(name)
        if text is None:
            raise FileNotFoundError(f"{self} has no {name}")
        return text

    def __str__(self):
        return f"{self.project_name} {self.version}"


def parse_version(v):
    """A version that compares as versions do: ``parse_version(tf.__version__) >= parse_version("1.12")``."""
    try:
        return Version(v)
    except InvalidVersion:
        raise InvalidVersion(f"Invalid version: {v!r}") from None


def get_distribution(dist):
    """The `Distribution` of that name; a requirement (``"six>=1.10"``) is checked.

    Raises:
        DistributionNotFound: it is not installed.
        VersionConflict: it is installed in another version.
    """
    requirement = Requirement(dist)
    try:
        found = Distribution(importlib.metadata.distribution(requirement.name))
    except importlib.metadata.PackageNotFoundError:
        raise DistributionNotFound(
            f"The '{dist}' distribution was not found and is required by the application"
        ) from None
    if not requirement.specifier.contains(found.version, prereleases=True):
        raise VersionConflict(f"({found}, Requirement.parse('{dist}'))")
    return found


def require(*requirements):
    """The distributions of these requirements (strings, or lists of them), each checked as by `get_distribution`."""
    flat = [item for entry in requirements for item in ([entry] if isinstance(entry, str) else entry)]
    return [get_distribution(item) for item in flat]


class _WorkingSet:
    """All installed distributions."""

    def __iter__(self):
        return (Distribution(living) for living in importlib.metadata.distributions() if living.metadata["Name"])

    @property
    def by_key(self):
        return {canonicalize_name(found.project_name): found for found in self}


working_set = _WorkingSet()


class EntryPoint:
    """``name = module:attribute``, which `load` imports."""

    def __init__(self, name, module_name, attrs=()):
        self.name, self.module_name, self.attrs = name, module_name, tuple(attrs)

    @classmethod
    def parse(cls, src, dist=None):
        """Read ``name = some.module:some.attribute``; ``dist`` may be what it belongs to, which nothing here needs."""
        del dist
        name, equals, value = src.partition("=")
        module_name, _, attrs = value.partition("[")[0].strip().partition(":")
        if not equals or not name.strip() or not module_name:
            raise ValueError("EntryPoint must be in 'name=module:attrs [extras]' format", src)
        return cls(name.strip(), module_name, attrs.split(".") if attrs else ())

    def resolve(self):
        found = importlib.import_module(self.module_name)
        for attr in self.attrs:
            try:
                found = getattr(found, attr)
            except AttributeError as error:
                raise ImportError(str(error)) from error
        return found

    def load(self, require=True, *args, **kwargs):
        """The object. What it requires is taken to be installed: Python says so if it is not."""
        del require, args, kwargs
        return self.resolve()


def iter_entry_points(group, name=None):
    """The `EntryPoint`\\ s that installed distributions declare for a group."""
    for point in importlib.metadata.entry_points(group=group):
        if name in (None, point.name):
            yield EntryPoint.parse(f"{point.name}={point.value}")


def resource_filename(package_or_requirement, resource_name):
    """The path of a package's file; the package is a module's name, or a `Requirement` of the distribution."""
    if isinstance(package_or_requirement, Requirement):
        return os.path.join(get_distribution(str(package_or_requirement)).location, resource_name)
    module = sys.modules.get(package_or_requirement) or importlib.import_module(package_or_requirement)
    return os.path.join(os.path.dirname(module.__file__), *resource_name.split("/"))


def resource_exists(package_or_requirement, resource_name):
    return os.path.exists(resource_filename(package_or_requirement, resource_name))


def resource_isdir(package_or_requirement, resource_name):
    return os.path.isdir(resource_filename(package_or_requirement, resource_name))


def resource_listdir(package_or_requirement, resource_name):
    return os.listdir(resource_filename(package_or_requirement, resource_name))


def resource_stream(package_or_requirement, resource_name):
    return open(resource_filename(package_or_requirement, resource_name), "rb")


def resource_string(package_or_requirement, resource_name):
    """The file's bytes."""
    with resource_stream(package_or_requirement, resource_name) as file:
        return file.read()


def declare_namespace(packageName):
    """Let the package have parts in several folders of ``sys.path``."""
    package = sys.modules[packageName]
    package.__path__ = pkgutil.extend_path(package.__path__, packageName)

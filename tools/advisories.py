"""Compare the pinned versions with a database of advisories that somebody brings as a file, where none is reached.

The file is all.zip of OSV's PyPI folder, which has the Python Packaging Authority's advisories and GitHub's: a ZIP of one
JSON file for each. https://ossf.github.io/osv-schema/
"""

import json
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

ECOSYSTEM = "PyPI"


def pinned(requirements: Path) -> dict[str, Version]:
    """Name → version of every pin of a file of requirements.

    Raises:
        ValueError: a line pins nothing, or the same name is pinned twice.
    """
    pins: dict[str, Version] = {}
    for line in requirements.read_text("utf-8").splitlines():
        if not (text := line.partition("#")[0].strip()):
            continue
        requirement = Requirement(text)
        versions = [one.version for one in requirement.specifier if one.operator == "=="]
        name = canonicalize_name(requirement.name)
        if len(versions) != 1 or name in pins:
            raise ValueError(f"{requirements.name}: {line} pins no version of its own")
        pins[name] = Version(versions[0])
    return pins


def advisories(database: Path) -> Iterator[dict[str, Any]]:
    """Every advisory of a ZIP that is about Python packages and has not been withdrawn.

    Raises:
        ValueError: the file is no ZIP, or a file in it cannot be read.
    """
    try:
        with zipfile.ZipFile(database) as packed:
            for name in packed.namelist():
                advisory = json.loads(packed.read(name)) if name.endswith(".json") else None
                if isinstance(advisory, dict) and "affected" in advisory and not advisory.get("withdrawn") and _packages(advisory):
                    yield advisory
    except (OSError, zipfile.BadZipFile, ValueError) as problem:
        raise ValueError(f"{database}: {problem}") from None


def _packages(advisory: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [one for one in advisory["affected"] or () if one.get("package", {}).get("ecosystem", "").partition(":")[0] == ECOSYSTEM]


def faults(pins: Mapping[str, Version], known: Sequence[Mapping[str, Any]]) -> list[str]:
    """A line for each pin and advisory that speaks of it: name, version, ids, the versions that are mended, and what it is.

    One whose versions cannot be read speaks of every version.
    """
    lines = set()
    for advisory in known:
        for package in _packages(advisory):
            name = canonicalize_name(package["package"]["name"])
            if name in pins and _is_affected(pins[name], package):
                events = [event for part in package.get("ranges") or () if part["type"] == "ECOSYSTEM" for event in part["events"]]
                mended = ", ".join(str(event["fixed"]) for event in events if "fixed" in event) or "none"
                ids = " ".join((advisory["id"], *(advisory.get("aliases") or ())))
                lines.add(f"{name} {pins[name]}: {ids} (mended in: {mended}) {advisory.get('summary') or ''}".strip())
    return sorted(lines)


def _is_affected(version: Version, package: Mapping[str, Any]) -> bool:
    try:
        return any(Version(str(one)) == version for one in _readable(package.get("versions") or ())) or any(
            _is_within(version, part["events"]) for part in package.get("ranges") or () if part["type"] == "ECOSYSTEM"
        )
    except InvalidVersion:
        return True


def _readable(versions: Sequence[str]) -> Iterator[str]:
    """Versions as Python writes them; old packages have others, which no pin of ours can be."""
    for one in versions:
        try:
            Version(str(one))
        except InvalidVersion:
            continue
        yield one


def _is_within(version: Version, events: Sequence[Mapping[str, str]]) -> bool:
    """Whether a range has a version: from each ``introduced`` to the next ``fixed`` (without it) or ``last_affected`` (with it)."""
    is_in = False
    for event in sorted(events, key=lambda event: Version(str(next(iter(event.values()))))):
        ((kind, written),) = event.items()
        if kind == "introduced" and version >= Version(str(written)):
            is_in = True
        elif (kind == "fixed" and version >= Version(str(written))) or (kind == "last_affected" and version > Version(str(written))):
            is_in = False
    return is_in


def main(database: Path, *requirements: Path) -> int:
    """Print what is known of the pins; 1 when something is, 2 when the database cannot be used."""
    try:
        pins = {name: version for path in requirements for name, version in pinned(path).items()}
        known = list(advisories(database))
    except ValueError as problem:
        print(problem, file=sys.stderr)
        return 2
    if not known:
        print(f"{database}: no advisory about Python packages in it", file=sys.stderr)
        return 2
    newest = max(str(advisory.get("modified", ""))[:10] for advisory in known)
    print(f"{len(pins)} pinned versions, {len(known)} advisories, the newest of {newest}")
    lines = faults(pins, known)
    print("\n".join(lines) or "No known vulnerabilities found")
    return 1 if lines else 0


if __name__ == "__main__":
    raise SystemExit(main(*map(Path, sys.argv[1:])))

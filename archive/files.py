"""Files that survive a crash: written to the disk before going on, by one writer at a time."""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from data_loaders.findings import Finding, InputError


def write_file(path: Path, content: bytes) -> None:
    """Write a file and have it on the disk before going on."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def json_bytes(data: Mapping[str, object]) -> bytes:
    """Plain data as the archive writes it."""
    return json.dumps(data, indent=1, ensure_ascii=False).encode()


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk before going on."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256_of(path: Path) -> str:
    """Checksum of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Be the only one who writes to a data directory; the directory is made when it does not exist.

    The lock goes with its process, so that a killed import locks nobody out.

    Raises:
        InputError: the directory cannot be written (``data-directory-unwritable``).
    """
    try:
        (root / "deliveries").mkdir(parents=True, exist_ok=True)
        with (root / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    except OSError as problem:
        raise InputError(Finding("data-directory-unwritable", "error", root.name, value=problem.strerror)) from problem


@contextmanager
def alone_in(*folders: Path) -> Iterator[None]:
    """Wait until nobody else is in any of these folders, and keep others out; nothing is written into them.

    Folders that are not there are made. The lock goes with its process.

    Raises:
        InputError: a folder cannot be made or opened, or its file system knows no locks (``data-directory-unwritable``).
    """
    with ExitStack() as held:
        # Always in the same order, so that two who want the same folders do not wait for each other.
        for folder in sorted({folder.resolve() for folder in folders}):
            try:
                folder.mkdir(parents=True, exist_ok=True)
                handle = os.open(folder, os.O_RDONLY)
                held.callback(os.close, handle)
                fcntl.flock(handle, fcntl.LOCK_EX)
            except OSError as problem:
                raise InputError(Finding("data-directory-unwritable", "error", folder.name, value=problem.strerror)) from problem
        yield

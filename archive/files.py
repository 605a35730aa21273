"""Files that survive a crash: written to the disk before going on, by one writer at a time; and why one cannot be read or written."""

import errno
import fcntl
import hashlib
import json
import os
import pwd
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from data_loaders.findings import Finding, InputError


def write_file(path: Path, content: bytes) -> None:
    """Write a file and have it on the disk before going on."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def write_whole(path: Path, content: bytes, mode: int = 0o666) -> None:
    """Write a file so that it appears whole, in place of an earlier one, or not at all.

    Args:
        path: The file; its folder is there.
        content: What is in it.
        mode: Who may read and write it; what the process gives to nobody is taken away from it.

    Raises:
        OSError: it cannot be written; what was there before is there still.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.unlink(missing_ok=True)
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise
    sync_folder(path.parent)


def problem_finding(problem: OSError, place: Path, otherwise: str = "data-directory-unwritable") -> Finding:
    """Why a file or folder cannot be read or written, each cause with its own cure.

    Args:
        problem: What the system has said.
        place: What was to be read or written; its name stands in the finding.
        otherwise: The check that every other cause belongs to.

    Returns:
        ``disk-full`` (also a quota that is used up), ``directory-read-only``, ``directory-owner`` where the file or folder
        that is refused belongs to another user, ``directory-permission`` where it does not, or ``otherwise``.
    """
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return Finding("disk-full", "error", place.name, value=problem.strerror)
    if problem.errno == errno.EROFS:
        return Finding("directory-read-only", "error", place.name, value=problem.strerror)
    if problem.errno in (errno.EACCES, errno.EPERM):
        owner = _other_owner(Path(os.fsdecode(problem.filename)) if isinstance(problem.filename, str | bytes) else place)
        return Finding("directory-owner" if owner else "directory-permission", "error", place.name, value=owner or problem.strerror)
    return Finding(otherwise, "error", place.name, value=problem.strerror)


def _other_owner(path: Path) -> str | None:
    """Whose the file or folder is that is in the way; null when it is this process's own."""
    for each in (path, *path.absolute().parents):
        with suppress(OSError):
            number = each.stat().st_uid
            if number == os.geteuid():
                return None
            try:
                return pwd.getpwuid(number).pw_name
            except KeyError:
                return f"uid {number}"
    return None


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
        InputError: the directory cannot be written (``problem_finding``).
    """
    try:
        (root / "deliveries").mkdir(parents=True, exist_ok=True)
        with (root / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    except OSError as problem:
        raise InputError(problem_finding(problem, root)) from problem


@contextmanager
def alone_in(*folders: Path) -> Iterator[None]:
    """Wait until nobody else is in any of these folders, and keep others out; nothing is written into them.

    Folders that are not there are made. The lock goes with its process.

    Raises:
        InputError: a folder cannot be made or opened, or its file system knows no locks (``problem_finding``).
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
                raise InputError(problem_finding(problem, folder)) from problem
        yield

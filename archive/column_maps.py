"""Column maps that a person has made: kept in the data directory, and tried for every list after that."""

import csv
import io
import re
import unicodedata
from pathlib import Path

from archive.files import problem_finding, write_whole
from data_loaders.column_maps import ColumnMap
from data_loaders.findings import InputError


def save_column_map(root: Path, name: str, headers: ColumnMap) -> Path:
    """Keep a map in the data directory; a map of the same name is replaced.

    Args:
        root: The data directory.
        name: What the person calls it; only letters and digits of it go into a file name.
        headers: Field → headers. Fields without a header are left out.

    Returns:
        The file, ``<root>/column_maps/<name>.csv``.

    Raises:
        InputError: the directory cannot be written.
    """
    target = root / "column_maps" / f"{_file_stem(name)}.csv"
    content = io.StringIO()
    writer = csv.writer(content, lineterminator="\n")
    writer.writerow(["field", "header"])
    writer.writerows([field, text] for field, texts in headers.items() for text in texts if text)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, content.getvalue().encode())
    except OSError as problem:
        raise InputError(problem_finding(problem, root)) from problem
    return target


def _file_stem(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters.casefold()).strip("-")[:60] or "list"

"""The program's own files, written out for a web server that stands in front: compressed once, instead of at every visit."""

import gzip
import shutil
from collections.abc import Mapping
from pathlib import Path

import brotli

from archive.files import write_file

#: What compression makes smaller; fonts and pictures are compressed in themselves.
COMPRESSIBLE = (".css", ".js", ".json", ".svg")


def write_static_files(source: Path, to: Path, headers: Mapping[str, str]) -> int:
    """Write files, and beside each that gains by it the same one compressed by gzip and by Brotli, at their best.

    Files of an earlier version stay: a page that is open asks for them. A file that is there is not written
    again, because its name changes with its content.

    Args:
        source: The folder of the files.
        to: Directory to write to: the files in ``static/``, and ``headers.conf``, which nginx includes.
        headers: What every answer with one of the files says besides.

    Returns:
        How many files are there now, without the compressed ones.
    """
    paths = [path for path in sorted(source.rglob("*")) if path.is_file()]
    for path in paths:
        placed = to / "static" / path.relative_to(source)
        if placed.exists():
            continue
        placed.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix in COMPRESSIBLE:
            content = path.read_bytes()
            write_file(placed.with_name(f"{placed.name}.gz"), gzip.compress(content, 9, mtime=0))
            write_file(placed.with_name(f"{placed.name}.br"), brotli.compress(content))
        # Last: nginx gives nothing of a file that is not there itself.
        draft = placed.with_name(f".{placed.name}.draft")
        shutil.copyfile(path, draft)
        draft.rename(placed)
    lines = "".join(f'add_header {name} "{value}" always;\n' for name, value in headers.items())
    write_file(to / "headers.conf", f"# Made by manage.py static-files: as ui/gate.py signs the same files.\n{lines}".encode())
    return len(paths)

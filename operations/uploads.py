"""Files that a person sends over the page: written under names of our own making."""

import re
import unicodedata
from pathlib import Path, PureWindowsPath

from data_loaders.sheets import CSV_SUFFIXES, EXCEL_SUFFIXES

#: What a person may send.
UPLOAD_SUFFIXES = tuple(sorted(EXCEL_SUFFIXES | CSV_SUFFIXES))
_LONGEST_STEM = 80


def store_upload(folder: Path, kind: str, name: str, content: bytes | memoryview) -> Path:
    """Write what was sent into a folder of its kind.

    Args:
        folder: An empty folder that goes away after use.
        kind: Which input it is; each has a folder of its own, so that two files of one
            name do not meet.
        name: The name that was sent. It is hostile until shown otherwise: only its last
            part counts, and of that only letters, digits, spaces and a few marks.
        content: The bytes.
    """
    path = folder / kind / safe_name(name)
    path.parent.mkdir()
    path.write_bytes(content)
    return path


def safe_name(name: str) -> str:
    """A file name that leads nowhere: no folders, no hidden files, no control characters.

    An ending that is not one of ours stays, so that the reader can say what is wrong with it.
    """
    last = PureWindowsPath(unicodedata.normalize("NFC", name)).name
    stem, dot, suffix = last.rpartition(".")
    stem, suffix = (stem, suffix) if dot else (last, "")
    stem = re.sub(r"[^\w ()+,-]", "_", stem).strip(" ._")[:_LONGEST_STEM] or "file"
    suffix = re.sub(r"\W", "", suffix)[:10].lower()
    return f"{stem}.{suffix}" if suffix else stem

"""Folders that may not be read or written, of another owner, on a disk that can only be read: each is told as what it is.

The commands run in processes of their own. Root may do anything, so root's process gives its power over files away first.
"""

import os
import shutil
import subprocess
import sys
from datetime import date

import pytest

from operations.importing import import_files
from settings import ROOT

HEADERS = ["Hankekoodi", "Hankkeen nimi", "Toteuttajan nimi", "Toteuttajan Y-tunnus", "Suunniteltu julkinen rahoitus"]
#: Root without what lets it pass over permissions.
POWERLESS = ["setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner"] if os.geteuid() == 0 else []


@pytest.fixture
def projects(workbook):
    return workbook([HEADERS, ["S1", "Hanke yksi", "Esimerkki ry", "0000002-7", 100]], name="eura.xlsx")


@pytest.fixture
def root(tmp_path, projects, theme):
    root = tmp_path / "data"
    import_files(root, theme, as_of=date(2026, 4, 30), projects=projects)
    yield root
    # What was closed is opened again, so that it can be cleared away.
    for path in (root, *root.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


def told(*command: object, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess:
    done = subprocess.run(
        [*before, *POWERLESS, sys.executable, "manage.py", *map(str, command), "--lang", "en"], capture_output=True, text=True, cwd=ROOT, timeout=300
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.mark.parametrize("closed", ("", "deliveries", "approvals", "deliveries/2026-04-30", "deliveries/2026-04-30/manifest.json"))
def test_what_may_not_be_read_is_never_told_as_empty(root, closed):
    (root / closed).chmod(0)
    for command in ("deliveries", "verify", "figures", "record"):
        done = told(command, "--data", root)
        said = done.stdout + done.stderr
        assert "may not be used by the program" in said, (command, said)
        assert "There is no such delivery" not in said and (done.returncode != 0 or command in ("deliveries", "record"))


@pytest.mark.parametrize(
    "closed", ("record.jsonl", "deliveries/2026-04-30/projects.parquet", "deliveries/2026-04-30/sources", "approvals/2026-04-30.json")
)
def test_a_file_that_may_not_be_read_is_a_fault_of_its_own(root, closed):
    (root / closed).chmod(0)
    done = told("verify", "--data", root)
    assert done.returncode == 1 and "may not be used by the program" in done.stdout, done


def test_an_import_beside_deliveries_that_may_not_be_read_is_refused(root, projects):
    (root / "deliveries").chmod(0o300)
    done = told("import", "--data", root, "--as-of", "2026-10-31", "--projects", projects)
    assert done.returncode == 1 and "may not be used by the program" in done.stderr
    (root / "deliveries").chmod(0o755)
    assert [path.name for path in (root / "deliveries").iterdir()] == ["2026-04-30"]


@pytest.mark.parametrize("closed", ("deliveries", "approvals"))
def test_a_folder_that_may_not_be_written(root, projects, closed):
    (root / closed).chmod(0o500)
    done = told("import", "--data", root, "--as-of", "2026-10-31", "--projects", projects, "--same-files")
    assert done.returncode == 1 and "may not be used by the program" in done.stderr
    (root / closed).chmod(0o755)
    assert told("verify", "--data", root).returncode == 0, "nothing is half-written"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to somebody else")
def test_a_folder_of_another_owner(root, projects):
    (root / "deliveries").chmod(0o700)
    shutil.chown(root / "deliveries", 1)
    for command in (("deliveries",), ("verify",), ("import", "--as-of", "2026-10-31", "--projects", projects)):
        done = told(*command, "--data", root)
        assert "belongs to another user and is closed to the program: “daemon”" in done.stdout + done.stderr, done


@pytest.mark.mounts
def test_a_disk_that_can_only_be_read(root, projects):
    script = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"'
    alone = ("unshare", "--user", "--map-root-user", "--mount", "bash", "-c", script, str(root))
    done = subprocess.run(
        [*alone, sys.executable, "manage.py", "import", "--data", str(root), "--as-of", "2026-10-31", "--projects", str(projects), "--lang", "en"],
        capture_output=True, text=True, cwd=ROOT, timeout=300,
    )  # fmt: skip
    assert done.returncode == 1 and "the disk can only be read; nothing was written" in done.stderr.replace(
        ": “Read-only file system”", ""
    ), done

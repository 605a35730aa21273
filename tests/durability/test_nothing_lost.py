"""Nothing is lost: imports that are killed, full disks, two imports at once, damage on the disk.

Whatever happens, readers are served the last good delivery, what is wrong is told, and
the next import works. The imports here are processes of their own, really killed.
"""

import random
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from itertools import count
from pathlib import Path

import pytest

from archive.archive import open_archive
from archive.bundles import read_bundle
from archive.record import read_record
from manage import main
from operations.approving import approve
from operations.importing import import_files
from operations.upgrading import undo_upgrade, upgrade
from operations.verifying import verify
from presentation.snapshots import read_series
from settings import ROOT

HEADERS = ["Hankekoodi", "Hankkeen nimi", "Toteuttajan nimi", "Toteuttajan Y-tunnus", "Suunniteltu julkinen rahoitus"]
#: A process that imports, or runs the command that is given; before it starts it may prepare to be killed, or to find the disk full.
PROCESS = f"""
import os, signal, sys
from datetime import date
from pathlib import Path
sys.path.insert(0, {str(ROOT)!r})
from archive import deliveries
from data_loaders.theme import read_theme
from manage import main
root, projects, members, words = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4:]
steps = 0
def counted(step):
    # Dies when something is brought to the disk or renamed for the n-th time.
    def run(*values, **more):
        global steps
        steps += 1
        if steps == int(words[1]):
            os.kill(os.getpid(), signal.SIGKILL)
        return step(*values, **more)
    return run
if words[0] == "die":
    os.fsync, os.rename = counted(os.fsync), counted(os.rename)
if words[0] == "limit":
    import resource
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(words[1]), int(words[1])))
def once():
    if words[2:3] == ["command"]:
        return main(words[3:])
    return main(["import", "--data", str(root), "--as-of", "2026-10-31", "--projects", str(projects), "--theme-workbook", str(members), "--approve", *words[2:]])
print("ready", flush=True)
if words[0] == "for-ever":
    while True:
        once()
code = once()
sys.exit(code)
"""


@pytest.fixture
def files(workbook):
    """A list and a theme workbook; the list is long enough for its table to fill some blocks."""
    rows = [[f"S{i}", f"Hanke {random.Random(i).getrandbits(64)}", "Esimerkki ry", "0000002-7", 100 + i] for i in range(400)]
    projects = workbook([HEADERS, *rows], name="eura.xlsx")
    return projects, workbook([["Hankekoodi", "Alateemat"], *([row[0], "1"] for row in rows)], name="teema.xlsx")


@pytest.fixture
def root(tmp_path, files, theme):
    """A data directory with one good delivery."""
    import_files(tmp_path / "data", theme, as_of=date(2026, 4, 30), projects=files[0], theme_workbook=files[1], approve_all=True)
    return tmp_path / "data"


def start(root: Path, files, *words) -> subprocess.Popen:
    process = subprocess.Popen(
        [sys.executable, "-c", PROCESS, str(root), *map(str, files), *map(str, words)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    assert process.stdout.readline() == "ready\n", process.stderr.read()
    return process


def check_all_is_well(root: Path, theme) -> list[str]:
    """Every delivery that is there is whole, and readers are served; gives the ids that readers see."""
    archive = open_archive(root)
    for kept in archive.deliveries:
        assert archive.tables(kept.info, list(kept.info.tables))["projects"].height == 400
    series = read_series(archive, theme)
    assert (archive.findings, series.findings, series.current.rows.height) == ((), (), 400)
    return [info.id for info in archive.approved]


def check_the_next_import_works(root: Path, files, theme) -> None:
    before = check_all_is_well(root, theme)
    info = import_files(
        root, theme, as_of=date(2026, 10, 31), projects=files[0], theme_workbook=files[1], approve_all=True, accept=["same-files"]
    ).info
    assert check_all_is_well(root, theme) == [*before, info.id]
    assert not [path.name for path in (root / "deliveries").iterdir() if path.name.startswith(".")], "drafts are cleared away"


# Killed -------------------------------------------------------------------------------


def test_an_import_killed_at_every_step_that_reaches_the_disk(root, files, theme):
    """Each step in turn: every file and folder that is synced, every rename."""
    seen = []
    for number in count(1):
        process = start(root, files, "die", number, "--same-files")
        _, told = process.communicate(timeout=300)
        seen.append(check_all_is_well(root, theme))
        if process.returncode != -signal.SIGKILL:
            assert process.returncode == 0, told
            break
    assert number > 8, "the steps were there to die at"
    assert seen[0] == ["2026-04-30"] and seen[-1][-1].startswith("2026-10-31")
    check_the_next_import_works(root, files, theme)


#: A step with a delivery → its command, what has to be done before, states before and after, what the record gets.
STEPS = {
    "approve": (["approve"], [], "waiting", "current", "approved"),
    "reject": (["withdraw", "--why", "syy"], [], "waiting", "withdrawn", "rejected"),
    "withdraw": (["withdraw", "--why", "syy"], [["approve"]], "current", "withdrawn", "withdrawn"),
    "restore": (["restore"], [["withdraw", "--why", "syy"]], "withdrawn", "waiting", "restored"),
    "unapprove": (["unapprove"], [["approve"]], "current", "waiting", "returned"),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_step_killed_at_every_moment_is_made_and_recorded_or_neither(root, files, theme, step, workbook):
    """Whenever the process ends, state and record agree, nothing of before is lost, and the step can be made after all."""
    (command, *more), before, state, after, event = STEPS[step]
    longer = workbook([HEADERS, *([f"S{i}", f"Hanke {i}", "Esimerkki ry", "0000002-7", 200 + i] for i in range(400))], name="eura-2.xlsx")
    import_files(root, theme, as_of=date(2026, 10, 31), projects=longer, theme_workbook=files[1])
    for name, *values in before:
        assert main([name, "--data", str(root), "2026-10-31", *values]) == 0
    told = read_record(open_archive(root))[0]
    for number in count(1):
        process = start(root, files, "die", number, "command", command, "--data", root, "2026-10-31", *more)
        _, problem = process.communicate(timeout=300)
        archive = open_archive(root)
        events, findings = read_record(archive)
        is_made = archive.delivery("2026-10-31").state == after
        assert archive.delivery("2026-10-31").state in (state, after) and findings == archive.findings == ()
        assert [one.what for one in events] == [*(one.what for one in told), *([event] if is_made else [])]
        if process.returncode != -signal.SIGKILL:
            # It was made by this process, or by one that was killed when it had been made.
            assert is_made and (process.returncode == 0 or "nykyisessä tilassa" in problem)
            break
    assert number > 3, "the steps were there to die at"
    check_all_is_well(root, theme)


@pytest.mark.parametrize("words", ([], ["--undo"]), ids=("upgrade", "undo"))
def test_an_upgrade_killed_at_every_moment_leaves_what_opens_and_is_made_the_next_time(tmp_path, files, theme, words):
    root = tmp_path / "data"
    for name in ("format-1-first", "format-1-suggestions", "format-2-steps"):
        shutil.copytree(ROOT / "tests" / "data" / "archives" / name, root, dirs_exist_ok=True)
    before = {path: path.read_bytes() for path in (root / "deliveries").rglob("*") if path.is_file()}
    infos = [kept.info for kept in open_archive(root).deliveries]
    if words:
        upgrade(root)
    for number in count(1):
        process = start(root, files, "die", number, "command", "upgrade", "--data", root, *words)
        _, problem = process.communicate(timeout=300)
        archive = open_archive(root)
        assert ([kept.info for kept in archive.deliveries], archive.findings) == (infos, ())
        assert {finding.code for finding in verify(root, theme).findings} <= {"record-incomplete"}
        if process.returncode != -signal.SIGKILL:
            assert process.returncode == 0, problem
            break
    assert number > 3 and verify(root, theme).findings == (), "the steps were there to die at"
    undo_upgrade(root)
    assert {path: path.read_bytes() for path in (root / "deliveries").rglob("*") if path.is_file()} == before


def test_a_publication_killed_at_any_moment_leaves_a_whole_bundle_or_none_and_stands_in_the_record(root, files, theme):
    info = import_files(root, theme, as_of=date(2026, 10, 31), projects=files[0], theme_workbook=files[1], approve_all=True).info
    to = root / "published" / info.id
    for number in (1, 4, 9, 14, 19):
        process = start(root, files, "die", number, "command", "publish", "--data", root, "--to", to)
        _, problem = process.communicate(timeout=300)
        assert process.returncode in (0, -signal.SIGKILL), problem
        events, findings = read_record(open_archive(root))
        whats = [event.what for event in events if event.what in ("publishing", "published")]
        assert findings == () and (not to.exists() or "publishing" in whats)
        if to.exists():
            assert read_bundle(to, theme.code).delivery == info.id
        check_all_is_well(root, theme)
        assert not (process.returncode == 0 and whats[-1] != "published")
    assert process.returncode == 0 or "publishing" in whats, "the steps were there to die at"
    assert main(["publish", "--data", str(root), "--to", str(to)]) == 0 and read_bundle(to, theme.code)


def test_imports_killed_at_random_moments(root, files, theme):
    moments = random.Random(20261031)
    for _ in range(5):
        process = start(root, files, "for-ever", 0, "--same-files")
        time.sleep(moments.uniform(0.05, 1.0))
        process.kill()
        process.communicate(timeout=300)
        assert "2026-04-30" in check_all_is_well(root, theme)
    check_the_next_import_works(root, files, theme)


# Full disk ----------------------------------------------------------------------------


@pytest.mark.parametrize("limit", (0, 300, 2_000, 8_000))
def test_a_file_that_cannot_be_written_to_its_end(root, files, theme, limit):
    """The kernel refuses what is written beyond a size, as a quota does; at each size another file is cut short."""
    process = start(root, files, "limit", limit)
    _, told = process.communicate(timeout=300)
    assert process.returncode == 1 and "Traceback" not in told
    assert "aineistokansioon ei voi kirjoittaa" in told
    assert check_all_is_well(root, theme) == ["2026-04-30"]
    check_the_next_import_works(root, files, theme)


def _small_disk(folder: Path, kilobytes: int, command: list[str]) -> subprocess.CompletedProcess:
    """Run a command that sees a small file system of its own at a folder; no privileges are needed."""
    script = (
        f'mount -t tmpfs -o size={kilobytes}k tmpfs "$0" && cp -a "$0.kept/." "$0" && "$@"; code=$?; cp -a "$0/." "$0.after"; exit $code'
    )
    return subprocess.run(
        ["unshare", "--user", "--map-root-user", "--mount", "bash", "-c", script, str(folder), *command], capture_output=True, text=True, timeout=300
    )  # fmt: skip


@pytest.mark.mounts
@pytest.mark.parametrize("free", (-16, 4, 24))
def test_a_full_disk(root, files, theme, free):
    # What the good delivery takes, in blocks, with some more for its folders.
    kept = sum(-(-path.stat().st_size // 4096) * 4 if path.is_file() else 4 for path in root.rglob("*"))
    root.rename(f"{root}.kept")
    root.mkdir()
    after = Path(f"{root}.after")
    after.mkdir()
    done = _small_disk(root, kept + free, [sys.executable, "-c", PROCESS, str(root), *map(str, files), "once"])
    assert "unshare" not in done.stderr and "mount:" not in done.stderr, "nobody may mount a file system of their own on this machine"
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "No space left on device" in done.stderr
    assert check_all_is_well(after, theme) == ["2026-04-30"]
    check_the_next_import_works(after, files, theme)


# No memory ----------------------------------------------------------------------------


def test_a_step_that_needs_more_memory_than_there_is(root, theme, tmp_path):
    """The system gives the process no more than it has; the list needs some hundred megabytes."""
    big = tmp_path / "lista.csv"
    rows = (f"S{i};Hanke numero {i};Esimerkki ry;0000002-7;{i}" for i in range(300_000))
    big.write_text("\n".join([";".join(HEADERS), *rows]), "utf-8")
    script = f"""
import resource, sys
sys.path.insert(0, {str(ROOT)!r})
import operations.importing, presentation.words.findings
from manage import main
held = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (held + 2**24, held + 2**24))
sys.exit(main(["import", "--data", {str(root)!r}, "--as-of", "2026-10-31", "--projects", {str(big)!r}, "--lang", "en"]))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, timeout=300)
    assert done.returncode == 1 and "there is not enough memory; the step was not made" in done.stderr, done
    assert check_all_is_well(root, theme) == ["2026-04-30"]


# Two at once --------------------------------------------------------------------------


def test_imports_at_once_are_all_kept(root, files, theme):
    processes = [start(root, files, "once", 0, "--same-files") for _ in range(3)]
    for process in processes:
        _, told = process.communicate(timeout=300)
        assert process.returncode == 0, told
    assert check_all_is_well(root, theme) == ["2026-04-30", "2026-10-31", "2026-10-31-2", "2026-10-31-3"]


def test_of_the_same_files_imported_at_once_one_is_kept_and_the_others_are_told(root, files, theme):
    processes = [start(root, files, "once") for _ in range(3)]
    ends = [(process.communicate(timeout=300)[1], process.returncode) for process in processes]
    assert sorted(code for _, code in ends) == [0, 1, 1]
    assert sum("samat tiedostot on jo tuotu" in told for told, _ in ends) == 2
    assert check_all_is_well(root, theme) == ["2026-04-30", "2026-10-31"]
    events, findings = read_record(open_archive(root))
    # Two are refused under the lock, each with its line.
    assert sorted(event.what for event in events)[-2:] == ["refused", "refused"] and findings == ()


# Damage -------------------------------------------------------------------------------


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


@pytest.mark.parametrize(
    "damage", (Path.unlink, _truncate, _flip, lambda path: path.write_bytes(b"")), ids=("gone", "cut", "changed", "empty")
)
@pytest.mark.parametrize(
    "file",
    (
        "deliveries/2026-10-31/manifest.json",
        "deliveries/2026-10-31/projects.parquet",
        "deliveries/2026-10-31/theme.parquet",
        "approvals/2026-10-31.json",
    ),
)
def test_a_damaged_delivery_is_told_and_the_one_before_it_is_served(root, files, theme, file, damage):
    import_files(root, theme, as_of=date(2026, 10, 31), projects=files[0], theme_workbook=files[1], approve_all=True)
    damage(root / file)
    series = read_series(open_archive(root), theme)
    assert series.info.id == "2026-04-30"
    if not (file.startswith("approvals") and damage is Path.unlink):
        assert {(finding.code, finding.file) for finding in series.findings} in (
            {("delivery-damaged", "2026-10-31")},
            {("approval-damaged", "2026-10-31")},
        )
    info = import_files(root, theme, as_of=date(2026, 11, 30), projects=files[0], theme_workbook=files[1]).info
    assert read_series(open_archive(root), theme).current.id == info.id == "2026-11-30"


def test_an_approval_that_is_damaged_is_given_again(root, files, theme):
    import_files(root, theme, as_of=date(2026, 10, 31), projects=files[0], theme_workbook=files[1])
    (root / "approvals" / "2026-10-31.json").write_text("{")
    assert read_series(open_archive(root), theme).current.id == "2026-04-30"
    assert approve(root, "2026-10-31", theme).is_approved
    assert read_series(open_archive(root), theme).current.id == "2026-10-31"


def test_a_data_directory_that_is_not_writable_is_told(root, files, theme):
    from data_loaders.findings import InputError

    (root / "deliveries").rename(root / "kept")
    (root / "deliveries").write_text("a file stands in its place")
    with pytest.raises(InputError) as caught:
        import_files(root, theme, as_of=date(2026, 10, 31), projects=files[0])
    assert caught.value.findings[0].code == "data-directory-unwritable"

"""The pins on each release's own Python: every figure of the example is the same to the byte."""

import shutil
import subprocess
import sys

import pytest

from settings import ROOT
from tests.deploy.machines import BASES, PROGRAM, installed_program, made_base

pytestmark = pytest.mark.deploy
#: Debian's name of a release → its Python.
PYTHONS = {"bookworm": "3.11", "trixie": "3.13"}


@pytest.mark.parametrize("suite", PYTHONS)
def test_figures_are_the_same_to_the_byte(tmp_path, suite):
    version = PYTHONS[suite]
    libraries, wheels = BASES / f"libraries-{version}", BASES / "wheels"
    requirements, made_of = ROOT / "requirements.txt", libraries / "made-of"
    if not made_of.exists() or made_of.read_text("utf-8") != requirements.read_text("utf-8"):
        shutil.rmtree(libraries, ignore_errors=True)
        subprocess.run(
            [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary=:all:", "--no-compile",
             f"--python-version={version}", "--target", libraries, "--find-links", wheels, "--requirement", requirements],
            check=True, capture_output=True, timeout=900,
        )  # fmt: skip
        shutil.copy(requirements, made_of)
    (program,) = [mount for mount in installed_program(tmp_path) if mount.endswith(f":{PROGRAM}")]
    inside = [
        "systemd-nspawn", "--quiet", "--register=no", "--keep-unit", f"--directory={made_base(suite)}", "--volatile=overlay", "--pipe",
        "--resolv-conf=off", program, f"--bind-ro={libraries}:/opt/libraries", "--setenv=PYTHONPATH=/opt/libraries", f"--chdir={PROGRAM}",
    ]  # fmt: skip
    told = subprocess.run([*inside, "python3", "--version"], check=True, capture_output=True, text=True, timeout=60).stdout
    assert told.startswith(f"Python {version}.")
    ours = subprocess.run([sys.executable, "manage.py", "figures", "--json"], cwd=ROOT, check=True, capture_output=True)
    theirs = subprocess.run([*inside, "python3", "manage.py", "figures", "--json"], capture_output=True, timeout=300)
    assert theirs.returncode == 0, theirs.stderr.decode()[-2000:]
    assert theirs.stdout == ours.stdout

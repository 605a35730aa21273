"""Machines of Debian that really boot: systemd as the first process, in namespaces of their own (systemd-nspawn).

The program, its libraries and the interpreter that runs the tests are seen in them read-only; everything else is
the distribution's own. A machine's changes are gone when it stops.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from settings import ROOT

#: What docs/operations.md supposes, and the libraries that an interpreter from elsewhere is linked with.
PACKAGES = ("systemd-sysv", "dbus", "adduser", "python3", "nginx", "libnginx-mod-http-brotli-static", "curl", "procps", "iproute2")
#: Outside the project, whose files are looked through. Made once and kept; a change of what is in them makes them anew.
BASES = Path("/var/cache/dashboard-test-deploy")
PROGRAM = "/opt/dashboard"
SECONDS_TO_BOOT = 120


@dataclass(frozen=True)
class Machine:
    """A booted machine: the process that is its first, and the addresses of both ends of its network."""

    first: int
    address: str
    outside: str

    def run(self, command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a line of shell in it as root, from the program's directory.

        Raises:
            AssertionError: it failed, and that is checked; with what it said.
        """
        entered = ["nsenter", "--all", "--target", str(self.first), "--", "/bin/bash", "-euc", f"cd {PROGRAM}; {command}"]
        done = subprocess.run(entered, capture_output=True, text=True, timeout=300, env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"})
        assert done.returncode == 0 or not check, f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        return done

    def until(self, command: str, seconds: float = 60) -> str:
        """Run a line of shell until it succeeds; what it printed.

        Raises:
            AssertionError: it did not, in time.
        """
        deadline = time.monotonic() + seconds
        while True:
            done = self.run(command, check=time.monotonic() > deadline)
            if done.returncode == 0:
                return done.stdout
            time.sleep(0.3)


def made_base(suite: str, packages: Sequence[str] = PACKAGES, name: str = "") -> Path:
    """The file system of a fresh Debian, from where this machine has its own packages."""
    base, wanted = BASES / (name or suite), json.dumps(packages)
    if not (base / "made-of").exists() or (base / "made-of").read_text() != wanted:
        shutil.rmtree(base, ignore_errors=True)
        base.parent.mkdir(parents=True, exist_ok=True)
        targets = subprocess.run(
            ["apt-get", "indextargets", "--format", "$(SITE)", "Created-By: Packages"], capture_output=True, text=True, check=True
        )
        # Sites of Debian itself, not of its security or of others.
        mirrors = [line for line in targets.stdout.splitlines() if line.startswith("http") and re.search(r"/debian/?$", line)]
        subprocess.run(
            ["debootstrap", "--variant=minbase", f"--include={','.join(packages)}", suite, base, *mirrors[:1]],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        (base / "made-of").write_text(wanted)
    return base


def installed_program(folder: Path) -> list[str]:
    """Lay the program out as docs/operations.md says, with an environment; the mounts that a machine needs for it."""
    program, python = folder / "dashboard", Path(sys._base_executable).resolve()
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in listed.stdout.splitlines():
        if not name.startswith((".venv", "tests/")) and (ROOT / name).is_file():
            (program / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, program / name)
    (program / "operations").mkdir(exist_ok=True)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    (program / ".venv" / "bin").mkdir(parents=True)
    (program / ".venv" / "lib" / version / "site-packages").mkdir(parents=True)
    (program / ".venv" / "bin" / "python").symlink_to(f"/opt/python/bin/{version}")
    (program / ".venv" / "pyvenv.cfg").write_text("home = /opt/python/bin\ninclude-system-site-packages = false\n")
    mounts = {
        program: PROGRAM,
        Path(sysconfig.get_path("purelib")): f"{PROGRAM}/.venv/lib/{version}/site-packages",
        python: f"/opt/python/bin/{version}",
        Path(sysconfig.get_path("stdlib")): f"/opt/python/lib/{version}",
    }
    library = Path(sys.base_prefix, "lib", sysconfig.get_config_var("INSTSONAME") or "")
    if library.is_file():
        mounts[library] = f"/usr/lib/{library.name}"
    return [f"--bind-ro={ours}:{theirs}" for ours, theirs in mounts.items()]


@contextmanager
def booted(suite: str, folder: Path, number: int, *options: str) -> Iterator[Machine]:
    """Boot a machine and stop it at the end.

    Args:
        suite: Debian's name of the release.
        folder: For the program as it is installed.
        number: Another one for each machine that runs at the same time.
        options: Options of systemd-nspawn besides.

    Raises:
        AssertionError: it did not come up.
    """
    name, outside, address = f"td{os.getpid()}{number}", f"10.213.{number}.1", f"10.213.{number}.2"
    mounts = [*installed_program(folder), *options]
    told = folder / "boot.log"
    with told.open("wb") as log:
        started = subprocess.Popen(
            [
                "systemd-nspawn", "--quiet", "--register=no", "--keep-unit", f"--machine={name}", f"--directory={made_base(suite)}",
                "--volatile=overlay", "--network-veth", "--link-journal=no", "--resolv-conf=off", *mounts, "--boot",
            ],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=os.environ | {"SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "1"},
        )  # fmt: skip
    try:
        deadline = time.monotonic() + SECONDS_TO_BOOT
        while True:
            first = next((child.pid for child in psutil.Process(started.pid).children() if child.name() == "systemd"), None)
            machine = Machine(first or 0, address, outside)
            state = machine.run("systemctl is-system-running", check=False).stdout.strip() if first else ""
            if state in ("running", "degraded"):
                break
            assert started.poll() is None and time.monotonic() < deadline, told.read_text("utf-8", "replace")[-3000:]
            time.sleep(0.2)
        link = f"ve-{name}"[:15]
        for line in (f"addr add {outside}/30 dev {link}", f"link set {link} up"):
            subprocess.run(["ip", *line.split()], check=True)
        machine.run(f"ip addr add {address}/30 dev host0; ip link set host0 up")
        yield machine
    finally:
        # Orderly: the machine's own shutdown.
        started.send_signal(signal.SIGTERM)
        try:
            started.wait(60)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()

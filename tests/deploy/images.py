"""The image built from deploy/Dockerfile, on bases made by debootstrap: no registry is asked for anything."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from settings import ROOT
from tests.deploy.machines import BASES, made_base

IMAGE, BUNDLE_IMAGE = "dashboard-test", "dashboard-test-bundle"
#: As slim images leave them out.
LEFT_OUT = ("usr/share/doc", "usr/share/man", "usr/share/locale", "var/cache/apt", "var/lib/apt/lists")


def containers(*command: str | Path, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run podman or buildah as on a machine of one kind of control groups: their runtime refuses the two at once.

    Raises:
        AssertionError: it failed, and that is checked; with what it said.
    """
    # Limits that a machine without the right to raise its own can give.
    limits = BASES / "containers.conf"
    limits.parent.mkdir(parents=True, exist_ok=True)
    limits.write_text('[containers]\ndefault_ulimits = ["nofile=8192:8192", "nproc=1500:1500"]\n')
    alone = 'umount /sys/fs/cgroup/unified 2>&1 | true; exec "$@"'
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", alone, "-", *command],
        capture_output=True, text=True, timeout=900, cwd=ROOT, env=os.environ | {"CONTAINERS_CONF": str(limits)},
    )  # fmt: skip
    assert done.returncode == 0 or not check, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-3000:]}"
    return done


def made_image() -> str:
    """Build the image; its name."""
    build, base = f"{IMAGE}-build", f"{IMAGE}-base"
    if (
        containers("podman", "image", "exists", build, check=False).returncode
        or containers("podman", "image", "exists", base, check=False).returncode
    ):
        folder = made_base("bookworm", ("python3", "python3-venv", "binutils"), "image")
        _imported(folder, build)
        # What slim images have not either.
        purge = "mkdir -p /var/cache/apt/archives/partial && apt-get purge --yes --auto-remove binutils python3-venv"
        subprocess.run(["chroot", folder, "sh", "-c", purge], check=True, capture_output=True)
        _imported(folder, base)
        shutil.rmtree(folder)
    wheels = BASES / "wheels"
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--only-binary=:all:", "--python-version=3.11",
         "--dest", wheels, "--find-links", wheels, "--requirement", ROOT / "requirements.txt"],
        check=True, capture_output=True,
    )  # fmt: skip
    containers(
        "buildah", "build", "--layers", "--isolation=chroot", "--format=docker", "--file=deploy/Dockerfile", "--ignorefile=deploy/Dockerfile.dockerignore",
        f"--build-arg=BUILD=localhost/{build}", f"--build-arg=BASE=localhost/{base}", "--build-arg=PIP_FIND_LINKS=/wheels",
        "--build-arg=PIP_NO_INDEX=1", f"--volume={wheels}:/wheels:ro", f"--tag={IMAGE}", ".",
    )  # fmt: skip
    return f"localhost/{IMAGE}"


def _imported(folder: Path, name: str) -> None:
    for place in LEFT_OUT:
        shutil.rmtree(folder / place, ignore_errors=True)
    packed = BASES / f"{name}.tar"
    subprocess.run(["tar", "--directory", folder, "--create", "--file", packed, "--one-file-system", "."], check=True)
    containers("podman", "import", "--quiet", packed, name)
    packed.unlink()


@contextmanager
def running(name: str, port: int, data: Path, image: str = f"localhost/{IMAGE}") -> Iterator[str]:
    """A container of the image as a cluster would run it: nobody special, nothing writable, no capability."""
    containers(
        "podman", "run", "--detach", "--replace", f"--name={name}", "--network=host", "--read-only", "--user=10001", "--cap-drop=all",
        "--security-opt=no-new-privileges", "--tmpfs=/tmp",
        f"--env=DASHBOARD_PORT={port}", "--env=DASHBOARD_ADDRESS=127.0.0.1", f"--volume={data}:/data:ro", image,
    )  # fmt: skip
    try:
        yield name
    finally:
        containers("podman", "rm", "--force", "--time=0", name, check=False)

"""Needs root, and what ``make test-deploy`` installs."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from settings import ROOT
from tests.deploy.machines import BASES, Machine, booted

NAME = "dashboard.example"
#: Release → what stands in the page's heading of it, and the configuration of its nginx.
SUITES = ("bookworm", "trixie")


def commands(section: str) -> list[str]:
    """The blocks of commands of a section of docs/operations.md, in order."""
    page = (ROOT / "docs" / "operations.md").read_text("utf-8")
    (text,) = re.findall(rf"^## {section}\n(.*?)(?=^## )", page, re.MULTILINE | re.DOTALL)
    return [re.sub(r"^ +", "", block, flags=re.MULTILINE) for block in re.findall(r"^ *```\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL)]


@dataclass(frozen=True)
class Installed:
    """A machine on which the page was followed, and its certificate."""

    machine: Machine
    suite: str
    certificate: Path


@pytest.fixture(scope="module", params=SUITES)
def installed(request, tmp_path_factory, published, openssl) -> Iterator[Installed]:
    """A machine of each release, with the dashboard put into operation by the commands of docs/operations.md."""
    folder = tmp_path_factory.mktemp(request.param)
    certificate = folder / "tls"
    certificate.mkdir()
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}",
         "-keyout", certificate / "privkey.pem", "-out", certificate / "fullchain.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    number = SUITES.index(request.param) + 1
    files = BASES / "static-files"
    subprocess.run([sys.executable, ROOT / "manage.py", "static-files", "--to", files], check=True, stdout=subprocess.DEVNULL)
    mounts = (
        f"--bind-ro={certificate}:/etc/ssl/dashboard",
        f"--bind-ro={published}:/opt/published",
        f"--bind-ro={files}:/opt/static-files",
    )
    with booted(request.param, folder, number, *mounts) as machine:
        # Compressed once for every machine: the page's own command then finds its files there.
        machine.run("install -d /var/lib/dashboard && cp -r /opt/static-files/static /var/lib/dashboard/")
        follow(machine, request.param)
        yield Installed(machine, request.param, certificate / "fullchain.pem")


def follow(machine: Machine, suite: str) -> None:
    """Run the page's commands; what a person does in between is done as said there."""
    users, staff, switch, replicas, files, older_nginx, nginx, look = commands("On one machine: systemd and nginx")
    machine.run(users)
    machine.run(staff)
    machine.run("systemctl stop nginx")
    # Published by the staff's instance, which owns the folder.
    machine.run("runuser -u dashboard-staff -- cp -r --no-preserve=mode /opt/published /srv/dashboard/bundles/2026-10-31")
    machine.run(switch)
    machine.run(replicas)
    machine.run(files)
    if suite == "bookworm":
        machine.run(older_nginx)
    machine.run(nginx)
    machine.until("curl -fsS http://127.0.0.1:8500/ready")
    machine.until(look)


@pytest.fixture
def on(installed) -> Callable[[str], str]:
    """Runs a line of shell on the machine and gives what it printed."""
    return lambda command: installed.machine.run(command).stdout

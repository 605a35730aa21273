"""The configuration of deploy/nginx before real replicas, changed in ports, paths and the certificate only."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from settings import ROOT
from tests.bench.viewers import Server, free_port, served
from ui.page_script import PAGE_SCRIPT
from ui.security_policy import INDEX, static_file_headers
from ui.static_files import write_static_files

SHIPPED = ROOT / "deploy" / "nginx"
NAME = "dashboard.example"


@dataclass(frozen=True)
class Front:
    """nginx before the replicas.

    Attributes:
        plain: Its own server, without TLS: for readers who are no browsers.
        redirect_port: Where it sends those to TLS who come without.
        tls_port: Where browsers come in.
        replicas: What stands behind it.
        folder: Its logs and files.
    """

    plain: Server
    redirect_port: int
    tls_port: int
    replicas: tuple[Server, ...]
    folder: Path


@contextmanager
def behind_nginx(folder: Path, published: Path, nginx: str, openssl: str, **environment: str) -> Iterator[Front]:
    """Two replicas behind the shipped configuration.

    Args:
        folder: For logs, the certificate and the files that nginx gives itself.
        published: The bundle that is served.
        nginx: The program.
        openssl: The program.
        environment: Settings of the replicas besides.
    """
    with ExitStack() as stack:
        told = {"DASHBOARD_MODE": "public", "DASHBOARD_DATA": str(published), "DASHBOARD_HOSTS": f"{NAME},127.0.0.1"} | environment
        replicas = tuple(stack.enter_context(served(**told)) for _ in range(2))
        plain, tls, redirect = free_port(), free_port(), free_port()
        make_certificate(folder, openssl)
        shutil.copy(SHIPPED / "unavailable.html", folder)
        some_static_files(folder)
        listen = (SHIPPED / ("listen-1.22.conf" if _version(nginx) < (1, 25, 1) else "listen.conf")).read_text("utf-8")
        settings = "".join((SHIPPED / name).read_text("utf-8") for name in ("upstream.conf", "dashboard.conf"))
        for written, ours in (
            ("include /etc/nginx/dashboard/listen.conf;", f"{listen} listen 127.0.0.1:{plain};"),
            ("127.0.0.1:8501", replicas[0].address),
            ("127.0.0.1:8502", replicas[1].address),
            # IPv6 is for booted machines: this one may have none.
            (r"\n *listen \[::\][^;]*;", ""),
            (r"listen 80\b", f"listen 127.0.0.1:{redirect}"),
            (r"listen 443\b", f"listen 127.0.0.1:{tls}"),
            ("/etc/ssl/dashboard", str(folder)),
            ("/etc/nginx/dashboard", str(folder)),
            ("/var/lib/dashboard", str(folder)),
            ("/var/cache/nginx/dashboard", str(folder / "cache")),
            ("/var/log/nginx", str(folder)),
        ):
            settings, times = re.subn(written, ours, settings)
            assert times, written
        main = folder / "nginx.conf"
        paths = "".join(f"{name}_temp_path {folder}/{name}; " for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        user = "user root; " if os.geteuid() == 0 else ""
        main.write_text(
            f"{user}pid {folder}/pid; error_log {folder}/error.log; worker_processes 1; daemon off; events {{}}\n"
            f"http {{ {paths}\ntypes {{ application/javascript js; text/css css; font/woff2 woff2; }}\n{settings} }}\n",
            "utf-8",
        )
        checked = subprocess.run([nginx, "-t", "-c", main, "-p", folder], capture_output=True, text=True)
        assert checked.returncode == 0 and "warn" not in checked.stderr, checked.stderr
        front = subprocess.Popen([nginx, "-c", main, "-p", folder], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            deadline = time.monotonic() + 60
            while True:
                try:
                    socket.create_connection(("127.0.0.1", plain), 1).close()
                    break
                except OSError:
                    assert time.monotonic() < deadline, (folder / "error.log").read_text()
                    time.sleep(0.05)
            yield Front(Server(f"127.0.0.1:{plain}", replicas[0].process), redirect, tls, replicas, folder)
        finally:
            front.terminate()
            front.wait()


def make_certificate(folder: Path, openssl: str) -> None:
    """A certificate of the service's name, signed by itself, in files as the shipped configuration calls them."""
    names = ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
    files = ["-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"]
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", *names, *files], check=True, capture_output=True
    )


def some_static_files(folder: Path) -> None:
    """What manage.py static-files writes, of styles and fonts only: all of them take a minute."""
    source = folder / "some"
    for kind in ("css", "media"):
        shutil.copytree(INDEX.parent / "static" / kind, source / kind)
    write_static_files(source, folder, static_file_headers([PAGE_SCRIPT]))


def _version(nginx: str) -> tuple[int, ...]:
    told = subprocess.run([nginx, "-v"], capture_output=True, text=True).stderr
    return tuple(int(part) for part in re.findall(r"nginx/([\d.]+)", told)[0].split("."))

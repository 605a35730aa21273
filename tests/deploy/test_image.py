"""The image, run as the pod says (deploy/kubernetes) with podman, and a bundle brought to it by the job's own command."""

import json
import shutil
import subprocess
import sys
import time
from urllib.error import HTTPError
from urllib.request import urlopen

import psutil
import pytest
import yaml
from packaging.utils import canonicalize_name

from settings import ROOT
from tests.bench.viewers import Server, Viewer, free_port
from tests.deploy.images import BUNDLE_IMAGE, containers, made_image, running
from ui.serve import SECONDS_TO_STOP

pytestmark = pytest.mark.deploy
LARGEST_MB = 910


@pytest.fixture(scope="module")
def image():
    return made_image()


@pytest.fixture
def data(tmp_path, published):
    """What the volume holds, as a replica sees it."""
    shutil.copytree(published, tmp_path / "data" / "bundles" / "2026-10-31")
    (tmp_path / "data" / "current").symlink_to("bundles/2026-10-31")
    return tmp_path / "data"


def ready(port: int) -> tuple[int, str]:
    try:
        with urlopen(f"http://127.0.0.1:{port}/ready", timeout=5) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()


def until_ready(port: int, wanted: int = 200, name: str = "") -> str:
    deadline = time.monotonic() + 60
    while True:
        try:
            status, said = ready(port)
            if status == wanted:
                return said
        except OSError as problem:
            said = str(problem)
        assert time.monotonic() < deadline, (said, containers("podman", "logs", name, check=False).stderr[-2000:] if name else "")
        time.sleep(0.2)


def inspected(what: str, form: str) -> str:
    return containers("podman", "inspect", "--format", form, what).stdout.strip()


def test_the_image_is_small_and_has_nothing_of_tests_in_it(image):
    assert int(inspected(image, "{{.Size}}")) <= LARGEST_MB * 10**6
    unwanted = "find /opt/dashboard -name tests -o -name '*.pyx' -o -name pip -o -name .git -o -name docs | head; find /root/.cache /tmp -type f | head"
    listed = containers("podman", "run", "--rm", "--network=none", image, "sh", "-c", unwanted, check=False).stdout
    assert listed.strip() == ""


def test_every_part_of_the_program_works_in_it(image, tmp_path):
    """What was left out is missed nowhere: modules, figures, a workbook that is read, a bundle that is attacked."""
    inside = ("podman", "run", "--rm", "--network=none", "--read-only", "--tmpfs=/tmp", "--env=DASHBOARD_MODE=staff", image)
    modules = [
        path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
        for folder in ("data_loaders", "archive", "analytics", "presentation", "publication", "operations", "ui", "tools")
        for path in sorted((ROOT / folder).rglob("*.py"))
    ]
    loaded = containers(*inside, ".venv/bin/python", "-W", "error", "-c", f"import {', '.join(modules)}, pyarrow, plotly.graph_objects")
    assert "Error" not in loaded.stderr, loaded.stderr[-2000:]
    figures = ("figures", "--data", "assets/sample", "--json")
    ours = subprocess.run([sys.executable, "manage.py", *figures], cwd=ROOT, check=True, capture_output=True, text=True)
    assert containers(*inside, ".venv/bin/python", "manage.py", *figures).stdout == ours.stdout
    work = (
        "cp -r assets/sample /tmp/data && .venv/bin/python manage.py template --to /tmp/empty"
        " && .venv/bin/python manage.py check --kind theme /tmp/empty/theme-template.xlsx; test $? -le 1"
        " && .venv/bin/python manage.py publish --data /tmp/data --to /tmp/bundle && ls /tmp/bundle/bundle.json"
    )
    done = containers(*inside, "sh", "-c", work)
    assert done.stdout.rstrip().endswith("/tmp/bundle/bundle.json") and "Traceback" not in done.stdout + done.stderr


def test_the_bill_of_materials_is_what_is_installed(image, tmp_path):
    subprocess.run(["make", "--silent", "bom", f"BOM={tmp_path / 'bom.json'}"], cwd=ROOT, check=True, timeout=600)
    bom = json.loads((tmp_path / "bom.json").read_text("utf-8"))
    asked = "import importlib.metadata as m; print(*(f'{one.name}=={one.version}' for one in m.distributions()), sep='\\n')"
    listed = containers("podman", "run", "--rm", "--network=none", image, ".venv/bin/python", "-c", asked).stdout.splitlines()
    assert bom["bomFormat"] == "CycloneDX" and bom["specVersion"] == "1.6"
    installed = dict(sorted((canonicalize_name(name), version) for name, version in (line.split("==") for line in listed)))
    assert dict(sorted((canonicalize_name(one["name"]), one["version"]) for one in bom["components"])) == installed
    assert all(one["purl"].startswith("pkg:pypi/") for one in bom["components"])


def test_it_serves_as_nobody_special_on_a_read_only_system(image, data):
    port = free_port()
    with running("dashboard-test-one", port, data) as name:
        until_ready(port, name=name)
        with Viewer(Server(f"127.0.0.1:{port}", psutil.Process(int(inspected(name, "{{.State.Pid}}"))))) as reader:
            reader.open("funding", "lang=sv")
            assert "<footer" in reader.words
        status = containers("podman", "exec", name, "cat", "/proc/1/status").stdout
        said = dict(line.split(":\t", 1) for line in status.splitlines())
        assert said["Uid"].split() == ["10001"] * 4 and int(said["CapEff"], 16) == int(said["CapBnd"], 16) == 0
        assert said["NoNewPrivs"] == "1" and said["Seccomp"] == "2"
        for place in ("/opt/dashboard/x", "/data/x", "/x"):
            assert containers("podman", "exec", name, "sh", "-c", f"echo > {place}", check=False).returncode, place
        # On the port that it was told.
        assert containers("podman", "healthcheck", "run", name).returncode == 0


def test_it_stops_in_time_by_itself(image, data):
    port = free_port()
    with running("dashboard-test-two", port, data) as name:
        until_ready(port, name=name)
        start = time.monotonic()
        containers("podman", "stop", f"--time={SECONDS_TO_STOP + 15}", name)
        assert time.monotonic() - start < SECONDS_TO_STOP + 5
        assert inspected(name, "{{.State.ExitCode}}") in ("0", "143"), "not killed"


def test_a_bundle_comes_to_waiting_replicas_by_the_job(image, tmp_path, published):
    """Every step of docs/operations.md but the cluster: the data image, the job's command, and the replica that waits."""
    (job,) = yaml.safe_load_all((ROOT / "deploy" / "kubernetes" / "publish-job.yaml").read_text("utf-8"))
    (publisher,) = job["spec"]["template"]["spec"]["containers"]
    volume = tmp_path / "volume"
    volume.mkdir(mode=0o770)
    shutil.chown(volume, 10001, 10001)
    port = free_port()
    with running("dashboard-test-waiting", port, volume) as name:
        assert until_ready(port, 503, name) == "no data\n"
        containers("buildah", "build", "--isolation=chroot", "--format=docker", f"--build-arg=DASHBOARD={image}",
                   f"--file={ROOT / 'deploy' / 'Dockerfile.bundle'}", f"--tag={BUNDLE_IMAGE}", published)  # fmt: skip
        for bundle in ("2026-10-31", "2027-04-30", "2026-10-31"):
            given = {variable["name"]: variable["value"] for variable in publisher["env"]} | {"BUNDLE": bundle}
            containers(
                "podman", "run", "--rm", "--network=none", "--read-only", "--user=10001", "--cap-drop=all", f"--volume={volume}:/data",
                *(f"--env={key}={value}" for key, value in given.items()), f"localhost/{BUNDLE_IMAGE}", *publisher["command"],
            )  # fmt: skip
            until_ready(port, name=name)
            assert (volume / "current").readlink().as_posix() == f"bundles/{bundle}"
        assert {path.name for path in (volume / "bundles").iterdir()} == {"2026-10-31", "2027-04-30"}
        with Viewer(Server(f"127.0.0.1:{port}", psutil.Process(int(inspected(name, "{{.State.Pid}}"))))) as reader:
            reader.open("funding")
            assert "31.10.2026" in reader.words

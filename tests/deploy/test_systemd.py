"""The units on booted machines: they serve under their own limits, and come back whenever they end."""

import json
import re

import pytest

from tests.deploy.conftest import commands

pytestmark = pytest.mark.deploy
UNITS = ("dashboard-staff", "dashboard-public@8501", "dashboard-public@8502")

#: What the unit of the public instance must refuse, asked from within it: name → whether it went through.
PROBE = """
import ctypes, json, os, socket
def went(what):
    try:
        what()
        return True
    except OSError:
        return False
def reach(address):
    with socket.create_connection((address, 22222), 2):
        pass
def call(number):
    if ctypes.CDLL(None, use_errno=True).syscall(number, 0, 0, 0, 0, 0, 0) < 0:
        raise OSError(ctypes.get_errno(), "refused")
print(json.dumps({
    "own machine": went(lambda: reach("127.0.0.1")),
    "another machine": went(lambda: reach("OUTSIDE")),
    "deliveries": went(lambda: os.listdir("/srv/dashboard/deliveries")),
    "bundles written": went(lambda: open("/srv/dashboard/bundles/x", "w")),
    "program written": went(lambda: open("/opt/dashboard/x", "w")),
    "home": went(lambda: os.listdir("/root")),
    "raw socket": went(lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1).close()),
    "unix socket": went(lambda: socket.socket(socket.AF_UNIX).close()),
    "mount refused": [went(lambda: call(165)), ctypes.get_errno()],
    "read": went(lambda: os.listdir("/srv/dashboard/current/deliveries")),
}))
"""


def main_process(on, unit):
    return int(on(f"systemctl show --property=MainPID --value {unit}"))


def test_the_units_are_well_formed(on):
    files = "/etc/systemd/system/dashboard-staff.service /etc/systemd/system/dashboard-public@8501.service"
    done = on(f"systemd-analyze verify {files} 2>&1")
    assert "dashboard" not in done, done


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_runs_and_was_never_killed(on, unit):
    assert on(f"systemctl is-active {unit}").strip() == "active"
    assert on(f"systemctl show --property=NRestarts --value {unit}").strip() == "0"
    assert "SYS" not in on(f"journalctl --unit={unit} --no-pager --output=cat")


def test_the_public_instance_reaches_nothing_but_its_bundle(installed, on):
    """Asked by a unit that differs from the replicas' in its command only."""
    on("install -d /run/probe")
    probe = PROBE.replace("OUTSIDE", installed.machine.outside)
    on(f"cat > /run/probe/probe.py <<'END'\n{probe}\nEND")
    unit = on("cat /etc/systemd/system/dashboard-public@.service")
    command = re.sub(r"^ExecStart=.*", "ExecStart=/opt/dashboard/.venv/bin/python /run/probe/probe.py", unit, flags=re.MULTILINE)
    command = re.sub(r"^Restart=.*", "Restart=no", command, flags=re.MULTILINE)
    on(f"cat > /etc/systemd/system/probe@.service <<'END'\n{command}\nEND\nsystemctl daemon-reload")
    listener = "import socket; s = socket.create_server(('0.0.0.0', 22222)); [s.accept() for _ in range(9)]"
    on(f'systemd-run --quiet --unit=listener /opt/python/bin/python3* -c "{listener}"')
    on("systemctl start probe@1")
    told = installed.machine.until("journalctl --unit=probe@1 --no-pager --output=cat | grep own")
    went = json.loads(told.strip().splitlines()[-1])
    assert went == {
        "own machine": True,
        "another machine": False,
        "deliveries": False,
        "bundles written": False,
        "program written": False,
        "home": False,
        "raw socket": False,
        "unix socket": False,
        "mount refused": [False, 1],
        "read": True,
    }


@pytest.mark.parametrize("port", (18501, 18502))
def test_each_replica_tells_prometheus_of_itself_on_this_machine_only(installed, on, port):
    assert "dashboard_data_ready 1.0" in on(f"curl -fsS http://127.0.0.1:{port}/metrics")
    assert on(f"ss --listening --no-header --tcp --numeric 'sport = {port}'").split()[3] == f"127.0.0.1:{port}"


def test_a_replica_comes_back_however_often_it_is_killed(installed, on):
    """More often than systemd's own limit of starts (five in ten seconds) lets a unit."""
    unit = UNITS[1]
    for _ in range(9):
        before = main_process(on, unit)
        on(f"systemctl kill --signal=KILL {unit}")
        installed.machine.until(f"test $(systemctl show --property=MainPID --value {unit}) -gt 0 -a "
                                f"$(systemctl show --property=MainPID --value {unit}) -ne {before}")  # fmt: skip
    installed.machine.until("curl -fsS http://127.0.0.1:8501/ready")
    assert int(on(f"systemctl show --property=NRestarts --value {unit}")) > 5


def test_a_replica_stops_in_time(on):
    took = on("SECONDS=0; systemctl restart dashboard-public@8502; echo $SECONDS")
    assert int(took) <= 20
    assert "timed out" not in on("journalctl --unit=dashboard-public@8502 --no-pager --output=cat")


def test_the_machine_is_looked_after_by_the_commands_of_the_page(installed):
    renewed, looked = commands("The machine itself")
    installed.machine.run(renewed)
    said = installed.machine.run(looked).stdout
    assert said.split()[-4:] == ["active"] * 4 and "/" in said


def test_a_new_version_is_rolled_out_by_the_commands_of_the_page(installed, on):
    """One replica after the other, and the readers spread again by a signal that ends no process."""
    (block,) = commands("A new version of the program")
    before = [main_process(on, unit) for unit in UNITS[1:]]
    installed.machine.run(block)
    after = [main_process(on, unit) for unit in UNITS[1:]]
    assert not set(before) & set(after)
    installed.machine.until("curl -fsS http://127.0.0.1:8501/ready && curl -fsS http://127.0.0.1:8502/ready")
    assert [main_process(on, unit) for unit in UNITS[1:]] == after

"""nginx of each release, with the shipped configuration as it is: a browser reads the public instance by its own name."""

import subprocess

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.conftest import PATIENCE, QUIET, WIDE, shown
from tests.deploy.conftest import NAME

pytestmark = [pytest.mark.deploy, pytest.mark.browser]


@pytest.fixture
def tab(installed, chromium):
    with sync_playwright() as playwright:
        names = f"--host-resolver-rules=MAP {NAME} {installed.machine.address}"
        browser = playwright.chromium.launch(executable_path=chromium, args=[*QUIET, names])
        tab = browser.new_page(viewport=WIDE, ignore_https_errors=True)
        tab.set_default_timeout(PATIENCE)
        yield tab
        browser.close()


def fetched(installed, *arguments: str) -> str:
    """The head of an answer, asked for from outside the machine."""
    resolved = [f"{NAME}:{port}:{installed.machine.address}" for port in (80, 443)]
    command = ["curl", "--silent", "--show-error", "--dump-header", "-", "--output", "/dev/null", "--cacert", installed.certificate]
    return subprocess.run(
        [*command, *(part for name in resolved for part in ("--resolve", name)), *arguments], capture_output=True, text=True, timeout=60
    ).stdout.lower()


def test_a_browser_reads_by_a_link_without_tls(tab, installed):
    """From a first visit to a figure: redirected, over HTTP/2, every file compressed as far as it goes."""
    shown(tab, f"http://{NAME}/funding?lang=sv&region=13")
    assert tab.url.startswith(f"https://{NAME}/funding") and "region=13" in tab.url
    assert set(tab.evaluate("performance.getEntriesByType('resource').map(one => one.nextHopProtocol)")) == {"h2"}
    sent = tab.evaluate("""performance.getEntriesByType('resource').filter(one => /\\/static\\/.*\\.(js|css)$/.test(one.name))
        .map(one => [one.encodedBodySize, one.decodedBodySize])""")
    assert len(sent) > 5 and sum(before for before, _ in sent) < 0.4 * sum(after for _, after in sent)


def test_files_come_from_disk_in_the_form_that_the_browser_takes(installed, on):
    script = on("cd /var/lib/dashboard/static/js; ls index.*.js | head -1").strip()
    for accepted, form in (("br, gzip", "br"), ("gzip", "gzip")):
        head = fetched(installed, "--header", f"Accept-Encoding: {accepted}", f"https://{NAME}/static/js/{script}")
        assert " 200" in head and f"content-encoding: {form}" in head and "vary: accept-encoding" in head and "immutable" in head
        assert head.count("content-security-policy") == head.count("strict-transport-security") == 1
        length = int(on(f"stat -c %s /var/lib/dashboard/static/js/{script}.{form.replace('gzip', 'gz')}"))
        assert f"content-length: {length}" in head


def test_only_the_own_name_is_answered_and_probes_stay_inside(installed):
    address = installed.machine.address
    assert fetched(installed, f"http://{address}/") == fetched(installed, "--insecure", f"https://{address}/") == ""
    assert " 404" in fetched(installed, f"https://{NAME}/ready") and " 404" in fetched(installed, f"https://{NAME}/live")
    assert "server: nginx\n" in fetched(installed, f"http://{NAME}/")


def test_there_are_connections_for_the_seats_promised(on):
    """Two for each reader, in every process of nginx if the readers come unevenly."""
    workers = on("nginx -T 2>/dev/null | grep -oP 'worker_connections \\K\\d+'").split()
    limit = on("grep 'open files' /proc/$(pgrep -f 'nginx: worker' | head -1)/limits").split()
    seats = on("cat /etc/systemd/system/dashboard-public@.service; nproc")
    assert int(workers[0]) >= 2 * 2 * 400 and int(limit[3]) >= int(workers[0]) and seats


def test_a_kill_and_a_restart_are_seen_by_nobody(installed, on):
    for unit in ("dashboard-public@8501", "dashboard-public@8502"):
        on(f"systemctl kill --signal=KILL {unit}")
        heads = [fetched(installed, "--user-agent", f"browser {number}", f"https://{NAME}/") for number in range(20)]
        assert all(" 200" in head for head in heads)
        installed.machine.until(f"curl -fsS http://127.0.0.1:{unit[-4:]}/ready")


def test_readers_see_a_page_while_nothing_answers(tab, installed, on):
    on("systemctl stop dashboard-public@8501 dashboard-public@8502")
    tab.goto(f"https://{NAME}/funding?region=13")
    assert tab.get_by_role("heading", name="Palvelu ei juuri nyt vastaa").count() == 1
    on("systemctl start dashboard-public@8501 dashboard-public@8502")
    # By itself: the page tries again every ten seconds.
    tab.wait_for_function("() => document.querySelector('footer.td-foot')")
    assert "region=13" in tab.url


def test_no_log_of_the_machine_knows_a_reader(installed, on):
    """After all that: no address of theirs, no choice, no browser, in any file or in the journal."""
    subprocess.run(["curl", "-sk", f"https://{installed.machine.address}/"], capture_output=True, timeout=60)
    logged = on("cat /var/log/nginx/dashboard.log")
    assert '"GET /funding" 200' in logged and '"GET /funding" 308' in logged and '"GET /funding" 502' in logged
    everything = on("cat /var/log/nginx/*; journalctl --no-pager --output=cat --unit='dashboard*' --unit=nginx")
    for personal in (installed.machine.outside, "region=13", "lang=sv", "Mozilla", "Chrome", "browser 1"):
        assert personal not in everything, personal

"""Every setting: name, type, default and what it is for. Read from the environment."""

import os
import re
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path

ROOT = Path(__file__).parent
#: Version of the program. Raise it whenever a figure may be calculated or worded differently:
#: links to figures as they were name it, and say so when another version shows them. Open its section in CHANGELOG.md.
VERSION = "1.3"
#: Year of that version: a clock that shows an earlier one is wrong.
YEAR = 2026
#: Whom this process serves: the people who keep the data, or everybody.
MODES = ("staff", "public")
#: Setting → the whole numbers that it may be.
NUMBERS = {
    "DASHBOARD_PORT": range(1, 65_536),
    "DASHBOARD_METRICS_PORT": range(65_536),
    "DASHBOARD_READERS": range(1, 1_000_001),
    "DASHBOARD_MEMORY_MB": range(1, 10_000_001),
}


@dataclass(frozen=True)
class Setting:
    """One setting as the documentation lists it."""

    name: str
    default: str
    meaning: str


SETTINGS = (
    Setting("DASHBOARD_DATA", "assets/sample", "Directory of the deliveries; the embedded example when not set."),
    Setting("DASHBOARD_THEME", "assets/themes/hard_to_employ.toml", "The theme file."),
    Setting("DASHBOARD_MODE", "staff", "staff: with the pages that read in data; public: without them."),
    Setting(
        "DASHBOARD_BUNDLES",
        "",
        "Directory of the public bundles that the page of the data publishes; the folder published of the data directory when not set.",
    ),
    Setting("DASHBOARD_OLD_BUNDLE", "no", "yes: serve a public bundle of an earlier format, which tells more than bundles of today do."),
    Setting("DASHBOARD_REGIONS_FILE", "", "An official layer of region boundaries to draw instead of the embedded one."),
    Setting("DASHBOARD_PORT", "8501", "Port of the dashboard started by make run."),
    Setting("DASHBOARD_ADDRESS", "127.0.0.1", "Address it listens on; this machine only unless told otherwise."),
    Setting(
        "DASHBOARD_HOSTS",
        "localhost,127.0.0.1,::1",
        "Host names by which readers come, with commas between them and without ports; a request by another name is refused, "
        "but for health checks.",
    ),
    Setting("DASHBOARD_LOG", "text", "text: plain lines in the server's log; json: an object a line, with the id of its request."),
    Setting("DASHBOARD_METRICS_PORT", "0", "Port on which /metrics answers Prometheus, apart from the pages; none when 0."),
    Setting("DASHBOARD_METRICS_ADDRESS", "127.0.0.1", "Address of that port; this machine only unless told otherwise."),
    Setting("DASHBOARD_SIGN_IN", "", "File with the section [auth] of the sign-in service; the staff signs in when it is set."),
    Setting("DASHBOARD_ROLES_CLAIM", "roles", "What the sign-in service calls a person's roles: reader, importer, publisher."),
    Setting("DASHBOARD_READERS", "400", "Readers connected to this process at once; others are asked to come back in a minute."),
    Setting(
        "DASHBOARD_MEMORY_MB",
        "2000",
        "Memory from which on this process takes no new readers. A hard limit belongs to the system around it.",
    ),
)


@dataclass(frozen=True)
class Settings:
    """The settings of this process."""

    data: Path
    theme: Path
    mode: str
    bundles: Path | None
    old_bundle: bool
    regions_file: Path | None
    port: int
    address: str
    hosts: frozenset[str]
    log: str
    metrics_port: int
    metrics_address: str
    sign_in: Path | None
    roles_claim: str
    readers: int
    memory_mb: int


def read_settings() -> Settings:
    """The settings, from the environment or their defaults.

    Raises:
        ValueError: a number is not one, or there is no such mode or host name; one line for each such setting.
    """
    return _settings(tuple(os.environ.get(setting.name) or "" for setting in SETTINGS))


# A page asks a dozen times.
@lru_cache(maxsize=1)
def _settings(given: tuple[str, ...]) -> Settings:
    value = {setting.name: text or setting.default for setting, text in zip(SETTINGS, given, strict=True)}
    problems = [
        f"{name} is a whole number {numbers.start}–{numbers[-1]}, not {value[name]}"
        for name, numbers in NUMBERS.items()
        if not (value[name].isdecimal() and len(value[name]) <= 9 and int(value[name]) in numbers)
    ]
    if value["DASHBOARD_MODE"] not in MODES:
        problems.insert(0, f"DASHBOARD_MODE is {' or '.join(MODES)}, not {value['DASHBOARD_MODE']}")
    if value["DASHBOARD_OLD_BUNDLE"] not in ("yes", "no"):
        problems.append(f"DASHBOARD_OLD_BUNDLE is yes or no, not {value['DASHBOARD_OLD_BUNDLE']}")
    if value["DASHBOARD_LOG"] not in ("text", "json"):
        problems.append(f"DASHBOARD_LOG is text or json, not {value['DASHBOARD_LOG']}")
    hosts = value["DASHBOARD_HOSTS"].replace(",", " ").split()
    problems += [f"DASHBOARD_HOSTS is host names without ports, not {host}" for host in hosts if _host_name(host) is None]
    if problems:
        raise ValueError("\n".join(problems))
    return Settings(
        data=_from_here(value["DASHBOARD_DATA"], "DASHBOARD_DATA"),
        theme=_from_here(value["DASHBOARD_THEME"], "DASHBOARD_THEME"),
        mode=value["DASHBOARD_MODE"],
        bundles=Path(value["DASHBOARD_BUNDLES"]) if value["DASHBOARD_BUNDLES"] else None,
        old_bundle=value["DASHBOARD_OLD_BUNDLE"] == "yes",
        regions_file=Path(value["DASHBOARD_REGIONS_FILE"]) if value["DASHBOARD_REGIONS_FILE"] else None,
        port=int(value["DASHBOARD_PORT"]),
        address=value["DASHBOARD_ADDRESS"],
        hosts=frozenset(name for host in hosts if (name := _host_name(host))),
        log=value["DASHBOARD_LOG"],
        metrics_port=int(value["DASHBOARD_METRICS_PORT"]),
        metrics_address=value["DASHBOARD_METRICS_ADDRESS"],
        sign_in=Path(value["DASHBOARD_SIGN_IN"]) if value["DASHBOARD_SIGN_IN"] else None,
        roles_claim=value["DASHBOARD_ROLES_CLAIM"],
        readers=int(value["DASHBOARD_READERS"]),
        memory_mb=int(value["DASHBOARD_MEMORY_MB"]),
    )


def _host_name(written: str) -> str | None:
    """A host name or address as requests write it, IPv6 without brackets; null when it is none."""
    try:
        return str(ip_address(written.removeprefix("[").removesuffix("]")))
    except ValueError:
        pass
    try:
        name = written.encode("idna").decode("ascii").lower().removesuffix(".")
    except UnicodeError:
        return None
    return name if re.fullmatch(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*", name) else None


def _from_here(path: str, name: str) -> Path:
    """A default lies in the project; a path that a person gives starts from where they stand."""
    return Path(path) if os.environ.get(name) else ROOT / path

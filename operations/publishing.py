"""From a delivery to a public bundle: what the command line and the staff's Data page both do."""

import secrets
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path

import dataframely as dy
import polars as pl

from analytics.filters import Filters
from analytics.forecast import pace
from analytics.scope import Snapshot
from archive.archive import Archive, archive_stamp, open_archive
from archive.bundles import BUNDLE, OPEN_DATA, BundleInfo, bundle_folders, read_bundle, refuse_occupied, write_bundle
from archive.deliveries import DeliveryInfo
from archive.files import alone_in, locked, problem_finding, write_whole
from archive.record import Event, EventKind, add_event
from data_loaders.boundaries import read_boundaries
from data_loaders.codes import LANGUAGES
from data_loaders.findings import Finding, InputError
from data_loaders.progress import StepProgress, unheard
from data_loaders.schemas import ScopeRow
from data_loaders.spending_curve import read_curve
from data_loaders.theme import Disclosure, Theme
from operations.approving import machine_user, timestamp
from presentation.reading import Reading, reading_of
from presentation.snapshots import read_series
from presentation.text import Text
from publication.attack import AttackResult, attack
from publication.contacts import without_codes_and_addresses
from publication.cost import Cost, costs_by_page
from publication.leak_search import SearchResult, search_for_leaks, search_values, with_other_counts
from publication.masking import PERSONAL, masked, public_info
from publication.open_data import open_data, unknown_cells
from publication.protection import Publication, cube_of, people_table, protect_against_attack
from publication.rounding import Cube, Edition
from settings import VERSION

#: What makes the chance of rounding repeatable. It stays beside the deliveries and is never published.
KEY_FILE = "protection.key"
#: Bytes of the key; in the file each is written as two hexadecimal digits.
_KEY_LENGTH = 32
#: Searches what is published, as ``search_values`` does; an audit, as ``search_for_leaks``. Every publication is searched; only tests
#: that ask about something else give another step.
SearchStep = Callable[..., SearchResult]
#: The key of the embedded example: nobody stands behind its counts, and nothing is written beside it.
_EXAMPLE_KEY = bytes(_KEY_LENGTH)
#: What a delivery has that the public gets, as it is or made public.
_PUBLIC_TABLES = ("projects", "theme", "need")


@dataclass(frozen=True)
class Basis:
    """What a preparation is made of: while this is the same, it need not be made again.

    Attributes:
        root: The data directory.
        stamp: Its stamp.
        delivery: Id of the delivery that was asked for; null for the current one.
        theme: The theme file.
        previous: Earlier bundles, oldest first.
    """

    root: Path
    stamp: tuple
    delivery: str | None
    theme: Theme
    previous: tuple[BundleInfo, ...]


def read_basis(root: Path, theme: Theme, delivery: str | None, previous: Sequence[Path]) -> Basis:
    """What would be published now.

    Raises:
        InputError: an earlier bundle is damaged.
    """
    return Basis(root, archive_stamp(root), delivery, theme, tuple(read_bundle(path, theme.code) for path in previous))


@dataclass(frozen=True, eq=False)
class Preparation:
    """What would be published of a delivery.

    Attributes:
        basis: What it was made of.
        info: The delivery.
        problems: What cannot be read of the archive, and is left out.
        publication: Counts of people in their public form, with the attack on them; null without an outcome workbook.
        findings: Contacts that are masked, and rows of private persons whose names are left out.
        report: What was protected, as the bundle tells it.
        deliveries: The delivery and those before it, with their public tables.
        theme_rows: The theme's rows of the list, with what is public of them.
        open_data: Name → content of the files of open data.
        searched: The search of every page and file; null without an outcome workbook.
        costs: What protection costs each page, against exact counts; the staff's, and in no bundle.
    """

    basis: Basis
    info: DeliveryInfo
    problems: tuple[Finding, ...]
    publication: Publication | None
    findings: tuple[Finding, ...]
    report: Mapping[str, object]
    deliveries: tuple[tuple[DeliveryInfo, Mapping[str, pl.DataFrame]], ...]
    theme_rows: pl.DataFrame
    open_data: Mapping[str, bytes]
    searched: SearchResult | None
    costs: tuple[Cost, ...]

    @property
    def passed(self) -> bool:
        """Whether it withstands the attack, and the search finds nothing."""
        return (self.publication is None or self.publication.passed) and (self.searched is None or self.searched.passed)

    @property
    def leak_count(self) -> int:
        """Counts that the attack can tell, and unprotected numbers that the search has come upon."""
        leaks = self.publication.attack.leaks if self.publication else ()
        return len(leaks) + len(self.searched.unprotected if self.searched else ())


def prepare(
    root: Path,
    theme: Theme,
    delivery: str | None = None,
    previous: Sequence[Path] = (),
    on_progress: StepProgress = unheard,
    search: SearchStep = search_values,
) -> Preparation:
    """Make everything public of a delivery, and attack it; nothing is written but the key, once.

    Args:
        root: The data directory.
        theme: The theme file.
        delivery: Id of an approved delivery; the newest one that can be read when not given.
        previous: Earlier bundles, oldest first.
        on_progress: Told of each step: ``tables``, ``protect``, ``search``, ``write``.
        search: The step that searches what would be published.

    Raises:
        InputError: there is no such approved delivery, or it or an earlier bundle is damaged.
    """
    on_progress("tables", 0.0)
    basis, archive = read_basis(root, theme, delivery, previous), open_archive(root)
    series = read_series(archive, theme, delivery)
    info, snapshot = series.info, series.current
    kept: list[tuple[DeliveryInfo, dict[str, pl.DataFrame]]] = []
    findings: tuple[Finding, ...] = ()
    for each in series.infos:
        tables, findings = _public_tables(archive, each, _PUBLIC_TABLES if each is info else _PUBLIC_TABLES[:2])
        kept.append((each, tables))
    made = None
    if info.has("people") and snapshot.people is not None:
        on_progress("protect", 0.2)
        made = protect_against_attack(
            snapshot.people,
            snapshot.trends.values(),
            info.as_of,
            theme.disclosure,
            _secret(root, info, [*previous, *bundle_folders(archive.published)]),
            [_edition(path, theme) for path in previous],
            _groups(snapshot.rows),
        )
        kept[-1][1]["public_people"] = people_table(made.cube)
    tables = kept[-1][1]
    rows = Snapshot.of(info.id, info.as_of, {name: tables[name] for name in ("projects", "theme") if name in tables}, theme).rows
    texts = {language: Text(language, theme) for language in LANGUAGES}
    files = open_data(tables.get("public_people", people_table({})), rows, info, texts)
    searched = None
    if made:
        on_progress("search", 0.4)
        searched = search(
            _reading(kept, theme),
            made.cube,
            _reading(_otherwise(kept), theme),
            lambda done, whole: on_progress("search", 0.4 + 0.5 * done / whole),
        )
    costs: tuple[Cost, ...] = ()
    if made:
        public = _reading(kept, theme)
        costs = costs_by_page(
            replace(public, current=snapshot, past=series.past), public, reading_of(previous[-1], theme, Filters()) if previous else None
        )
    report = _report(info, made, searched, findings, theme.disclosure, previous)
    return Preparation(basis, info, series.findings, made, findings, report, tuple(kept), rows, files, searched, costs)


def _public_tables(archive: Archive, info: DeliveryInfo, names: Sequence[str]) -> tuple[dict[str, pl.DataFrame], tuple[Finding, ...]]:
    """Tables of a delivery without what only its keepers may see, and what was masked in its list."""
    tables = archive.tables(info, names)
    source = next((source for source in info.sources if source.kind == "projects"), None)
    codes = tables["projects"]["project_code"]
    tables["projects"], findings = masked(tables["projects"], source.file if source else info.id, source.columns if source else {})
    if "theme" in tables:
        tables["theme"] = _public_theme(tables["theme"], dict(zip(codes, tables["projects"]["project_code"], strict=True)))
    return tables, findings


def _reading(deliveries: Sequence[tuple[DeliveryInfo, Mapping[str, pl.DataFrame]]], theme: Theme) -> Reading:
    """The delivery as the public's figures read it."""
    info, tables = deliveries[-1]
    current = Snapshot.of(info.id, info.as_of, tables, theme)
    past = tuple(
        Snapshot.of(info.id, info.as_of, {name: tables[name] for name in ("projects", "theme") if name in tables}, theme).as_history()
        for info, tables in deliveries
    )
    return Reading(
        Text(LANGUAGES[0], theme),
        public_info(info),
        current,
        past,
        Filters(),
        read_boundaries(None),
        lambda: pace(past, read_curve()),
    )


def _otherwise(
    deliveries: Sequence[tuple[DeliveryInfo, Mapping[str, pl.DataFrame]]],
) -> list[tuple[DeliveryInfo, Mapping[str, pl.DataFrame]]]:
    """The same deliveries, where other people are counted."""
    return [
        (info, {name: with_other_counts(table) if name == "public_people" else table for name, table in tables.items()})
        for info, tables in deliveries
    ]


def publish(
    root: Path,
    theme: Theme,
    to: Path,
    delivery: str | None = None,
    previous: Sequence[Path] = (),
    on_progress: StepProgress = unheard,
    prepared: Preparation | None = None,
    search: SearchStep = search_values,
    who: str | None = None,
) -> tuple[BundleInfo, Preparation]:
    """Write the public bundle of a delivery, unless the attack finds something.

    A bundle that is at its place already is replaced, and is an earlier publication too. While one publication
    is made, others of the same data, or into the same folder, wait.

    Args:
        root: The data directory.
        theme: The theme file.
        to: Folder of the bundle.
        delivery: Id of an approved delivery; the newest one that can be read when not given.
        previous: Earlier bundles, oldest first.
        on_progress: Told of each step: ``tables``, ``protect``, ``search``, ``write``.
        prepared: What ``prepare`` has made before; it is used if it is of the same, and made anew if not.
        search: As in ``prepare``.
        who: Who publishes, for the record; the user of the machine when null.

    Raises:
        InputError: as ``prepare`` and ``write_bundle``, it does not withstand (``publication-leaks``), or another
            publication took the place meanwhile (``publication-meanwhile``).
    """
    refuse_occupied(to)
    before = _said_by(to)
    with _alone(root, to.parent):
        if _said_by(to) != before:
            raise InputError(Finding("publication-meanwhile", "error", to.name))
        return _publish(root, theme, to, delivery, previous, on_progress, prepared, search, who)


def _alone(root: Path, folder: Path) -> AbstractContextManager[None]:
    """Let one publication at a time be made of a data directory, and into a folder; a directory that is not there is not made."""
    return alone_in(folder, *([root] if root.is_dir() else []))


def _said_by(bundle: Path) -> bytes | None:
    """What tells one bundle from another at the same place; null where there is none."""
    try:
        return (bundle / BUNDLE).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _publish(
    root: Path,
    theme: Theme,
    to: Path,
    delivery: str | None,
    previous: Sequence[Path],
    on_progress: StepProgress,
    prepared: Preparation | None,
    search: SearchStep,
    who: str | None,
) -> tuple[BundleInfo, Preparation]:
    """As ``publish``, for whoever is alone in the folder."""
    refuse_occupied(to)
    if (to / BUNDLE).is_file() and to.resolve() not in [path.resolve() for path in previous]:
        previous = (*previous, to)
    if prepared is None or prepared.basis != read_basis(root, theme, delivery, previous):
        prepared = prepare(root, theme, delivery, previous, on_progress, search)
    if not prepared.passed:
        _record(root, "refused", prepared.info, to, who, codes="publication-leaks")
        raise InputError(Finding("publication-leaks", "error", prepared.info.id, value=str(prepared.leak_count)))
    on_progress("write", 0.9)
    if open_archive(root).delivery(prepared.info.id).state not in ("current", "history"):
        # Somebody has withdrawn it while it was searched.
        raise InputError(Finding("delivery-state", "error", prepared.info.id))
    # Before and after: a public step stands in the record whenever the process ends.
    _record(root, "publishing", prepared.info, to, who)
    written = write_bundle(
        to,
        [(public_info(info), tables) for info, tables in prepared.deliveries],
        theme=theme.code,
        published_at=datetime.now(UTC).isoformat(timespec="seconds"),
        program=VERSION,
        rule=_rule(theme.disclosure),
        report=prepared.report,
        open_data=prepared.open_data,
    )
    _record(root, "published", prepared.info, to, who)
    return written, prepared


def _record(root: Path, what: EventKind, info: DeliveryInfo, to: Path, who: str | None, **facts: str) -> None:
    """Nothing is written beside the embedded example."""
    if not info.is_example:
        add_event(
            root,
            Event(timestamp(), what, who or machine_user(), info.id, facts={"bundle": to.name, "folder": str(to.parent.resolve())} | facts),
        )


def publish_next(
    root: Path,
    theme: Theme,
    folder: Path | None,
    delivery: str,
    on_progress: StepProgress = unheard,
    prepared: Preparation | None = None,
    search: SearchStep = search_values,
    who: str | None = None,
) -> Path:
    """Write the public bundle of a delivery into a folder of bundles, beside those that are there.

    Every bundle of the folder is an earlier publication. None is ever written over: a delivery that is
    published again gets a number behind its id.

    Args:
        root: The data directory.
        theme: The theme file.
        folder: The folder of bundles; that of the data directory when null.
        delivery: Id of an approved delivery.
        on_progress: Told of each step: ``tables``, ``protect``, ``search``, ``write``.
        prepared: As in ``publish``.
        search: As in ``prepare``.
        who: As in ``publish``.

    Returns:
        The folder of the new bundle.

    Raises:
        InputError: as ``publish``, or a bundle of the folder is damaged.
    """
    archive = open_archive(root)
    folder = folder or archive.published
    with _alone(root, folder):
        previous = [path for path, _ in archive.bundles(theme.code, folder)]
        names = chain([delivery], (f"{delivery}-{number}" for number in count(2)))
        to = next(folder / name for name in names if not (folder / name).exists())
        _publish(root, theme, to, delivery, previous, on_progress, prepared, search, who)
    return to


@dataclass(frozen=True, eq=False)
class BundleAudit:
    """What an audit of a bundle found.

    Attributes:
        attack: The attack on its counts, with all it publishes and earlier bundles.
        searched: The search of every page and file that can be made of it.
        contacts: Contacts of persons and names of private persons that are in its lists.
        open_data: Files of open data that say something else than its tables.
    """

    attack: AttackResult
    searched: SearchResult
    contacts: tuple[Finding, ...]
    open_data: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return self.attack.passed and self.searched.passed and not self.contacts and not self.open_data


def audit_bundle(bundle: Path, theme: Theme, previous: Sequence[Path] = (), search: SearchStep = search_for_leaks) -> BundleAudit:
    """Attack a bundle as everybody can, and search it: every value, every word, every file.

    Raises:
        InputError: a bundle cannot be read.
    """
    cube = _cube(bundle, theme)
    archive = open_archive(bundle)
    deliveries = [(info, archive.tables(info, (*_PUBLIC_TABLES, "public_people"))) for info in archive.approved]
    contacts = tuple(finding for info, tables in deliveries for finding in _not_public(info, tables))
    files = {path.name: path.read_bytes() for path in (bundle / OPEN_DATA).iterdir()}
    attacked = attack(cube, _rule_of(read_bundle(bundle, theme.code)), [_edition(path, theme) for path in previous])
    return BundleAudit(
        attacked,
        search(_reading(deliveries, theme), cube, _reading(_otherwise(deliveries), theme)),
        contacts,
        _differing(files, cube),
    )


def _not_public(info: DeliveryInfo, tables: Mapping[str, pl.DataFrame]) -> list[Finding]:
    """Contacts, names of private persons, and notes or plans of the theme workbook that a delivery of a bundle has."""
    projects = tables["projects"]
    public, findings = masked(projects, info.id, {})
    private = [finding for finding in findings if finding.code != "private-person"]
    if not public.select(PERSONAL).equals(projects.select(PERSONAL)):
        private += [finding for finding in findings if finding.code == "private-person"]
    if "theme" in tables and not _public_theme(tables["theme"], {}).equals(tables["theme"]):
        private.append(Finding("contact-masked", "warning", info.id, value="theme"))
    return private


def _differing(files: Mapping[str, bytes], cube: Cube) -> tuple[str, ...]:
    """Files of open data with a cell that the table of the bundle does not have, on hidden sheets too."""
    people = pl.read_parquet(files["people.parquet"])
    wrong = ["people.parquet"] if cube_of(people) != cube else []
    shown = pl.read_csv(files["people.csv"], separator=";", infer_schema=False)["shown"].to_list()
    wrong += ["people.csv"] if shown != people["shown"].to_list() else []
    return tuple(dict.fromkeys([*wrong, *unknown_cells(files)]))


def _cube(bundle: Path, theme: Theme) -> Cube:
    read_bundle(bundle, theme.code)
    archive = open_archive(bundle)
    tables = archive.tables(archive.current, ("public_people",)) if archive.current else {}
    return cube_of(tables["public_people"]) if tables else {}


def _edition(bundle: Path, theme: Theme) -> Edition:
    """The counts of a bundle, with the rule that it was published under."""
    return Edition(_cube(bundle, theme), _rule_of(read_bundle(bundle, theme.code)))


def _rule_of(info: BundleInfo) -> Disclosure:
    rule = {name: tuple(value) if isinstance(value, list) else value for name, value in info.rule.items()}
    return Disclosure(**rule)  # type: ignore[arg-type]  # written by ``_rule``


def _groups(rows: dy.DataFrame[ScopeRow]) -> dict[str, set[str]]:
    """Code of a project, or of a joint one, → the target groups that it says it serves."""
    groups: dict[str, set[str]] = {}
    for project, group, served in rows.select("project_code", "group_code", "target_groups").iter_rows():
        for code in (project, group):
            if code is not None:
                groups.setdefault(code, set()).update(served or ())
    return groups


def _secret(root: Path, info: DeliveryInfo, published: Sequence[Path]) -> bytes:
    """The key of the data directory, made once: before its first publication, whole, by one process.

    Raises:
        InputError: it is gone although bundles have been published (``key-missing``), is no whole key
            (``key-damaged``), or cannot be read or written.
    """
    key = read_key(root)
    if key is None and info.is_example:
        return _EXAMPLE_KEY
    if key is None:
        with locked(root):
            key = read_key(root)
            if key is None:
                if any(not each.is_example for bundle in published for each in open_archive(bundle).approved):
                    raise InputError(Finding("key-missing", "error", root.name, value=KEY_FILE))
                key = secrets.token_bytes(_KEY_LENGTH)
                # For its owner only.
                write_whole(root / KEY_FILE, key.hex().encode(), 0o600)
    return key


def read_key(root: Path) -> bytes | None:
    """The key of the data directory; null before the first publication of people.

    Raises:
        InputError: it is no whole key (``key-damaged``), or cannot be read.
    """
    try:
        key = bytes.fromhex((root / KEY_FILE).read_text("ascii"))
        if len(key) != _KEY_LENGTH:
            raise ValueError(len(key))
    except FileNotFoundError:
        return None
    except ValueError:
        raise InputError(Finding("key-damaged", "error", root.name, value=KEY_FILE)) from None
    except OSError as problem:
        raise InputError(problem_finding(problem, root, "directory-unreadable")) from None
    return key


def _public_theme(table: pl.DataFrame, codes: Mapping[str, str]) -> pl.DataFrame:
    """What the theme workbook says of projects, without free notes and plans that people could be told by.

    Args:
        table: ``ThemeProject`` table.
        codes: Code of a project as in the list → its public form.
    """
    emptied = [pl.lit(None, kind).alias(name) for name, kind in table.schema.items() if name in ("note", "planned_participants")]
    public = [codes.get(code, code) for code in table["project_code"]]
    # A code of no project that holds a person's contacts is of no use to anybody.
    harmless = [without_codes_and_addresses(code) == code for code in public]
    return table.with_columns(*emptied, project_code=pl.Series(public, dtype=pl.String)).filter(harmless)


def _rule(rule: Disclosure) -> dict[str, object]:
    return {
        "threshold": rule.threshold,
        "rounding_base": rule.rounding_base,
        "national_only_indicators": list(rule.national_only_indicators),
        "national_only_genders": list(rule.national_only_genders),
        "national_only_groups": list(rule.national_only_groups),
    }


def _report(
    info: DeliveryInfo,
    made: Publication | None,
    searched: SearchResult | None,
    findings: Sequence[Finding],
    rule: Disclosure,
    previous: Sequence[Path],
) -> dict[str, object]:
    """What was protected, in plain data. It is published too: it tells forms, never counts, and not why one is hidden."""
    return {
        "delivery": info.id,
        "rule": _rule(rule),
        "forms": dict(made.forms) if made else {},
        "attack": None
        if made is None
        else {
            "counts_attacked": made.attack.count,
            "taken_for_granted": ["sums", *made.attack.assumed],
            "earlier_publications": len(previous),
            "leaks": len(made.attack.leaks),
            "passed": made.attack.passed,
        },
        "search": None
        if searched is None
        else {
            "figures": searched.figure_count,
            "files": searched.file_count,
            "numbers": searched.number_count,
            "unprotected": len(searched.unprotected),
            "passed": searched.passed,
        },
        "masked": dict(Counter(finding.header for finding in findings if finding.code == "contact-masked")),
        "left_out": [
            "outcomes",
            "people by project",
            "notes of the theme workbook",
            "planned participants",
            "source files and their cells",
            "private persons' names, business ids and addresses",
        ],
    }

"""What is prepared for the public is worked out once, and not before it is known that it can be written."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from threading import Barrier

import pytest

from archive.archive import open_archive
from data_loaders.findings import InputError
from operations.importing import import_files
from operations.publishing import prepare, publish, publish_next, read_basis

HEADERS = ["Hankekoodi", "Hankkeen nimi", "Toteuttajan nimi", "Toteuttajan Y-tunnus", "Suunniteltu julkinen rahoitus"]


@pytest.fixture
def deliver(workbook, tmp_path, theme):
    """Imports a list of one project, without people, so that nothing has to be searched."""

    def deliver(day, amount=1000):
        projects = workbook([HEADERS, ["S1", "Hanke yksi", "Esimerkki ry", "0000002-7", amount]])
        return import_files(tmp_path / "data", theme, as_of=day, projects=projects, approve_all=True).info.id

    return deliver


@pytest.fixture
def data(deliver, tmp_path):
    deliver(date(2026, 4, 30))
    return tmp_path / "data"


def test_a_folder_that_is_in_use_is_refused_before_anything_is_worked_out(data, tmp_path, theme):
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "muistio.txt").write_text("x")
    steps = []
    with pytest.raises(InputError) as caught:
        publish(data, theme, tmp_path / "taken", on_progress=lambda step, share: steps.append(step))
    assert ([finding.code for finding in caught.value.findings], steps) == (["bundle-target"], [])


def test_what_has_been_looked_at_is_published_without_being_made_again(data, tmp_path, theme):
    prepared, steps = prepare(data, theme, "2026-04-30"), []
    to = publish_next(data, theme, None, "2026-04-30", lambda step, share: steps.append(step), prepared)
    assert (to, steps) == (data / "published" / "2026-04-30", ["write"])


def test_a_preparation_is_of_its_delivery_archive_and_earlier_bundles_only(data, deliver, tmp_path, theme):
    prepared = prepare(data, theme, "2026-04-30")
    assert read_basis(data, theme, "2026-04-30", []) == prepared.basis
    assert read_basis(data, theme, None, []) != prepared.basis
    publish(data, theme, tmp_path / "bundle", "2026-04-30", prepared=prepared)
    assert read_basis(data, theme, "2026-04-30", [tmp_path / "bundle"]) != prepared.basis

    deliver(date(2026, 10, 31), 2000)
    assert read_basis(data, theme, "2026-04-30", []) != prepared.basis
    _, published = publish(data, theme, tmp_path / "again", prepared=prepared)
    assert published is not prepared and published.info.id == "2026-10-31"


def at_once(publishers):
    """What each publisher gives, all started in the same moment: the folder or bundle, or the code of what was refused."""
    together = Barrier(len(publishers))

    def started(publisher):
        together.wait()
        try:
            return publisher()
        except InputError as error:
            return error.findings[0].code

    with ThreadPoolExecutor(len(publishers)) as pool:
        return list(pool.map(started, publishers))


def test_publications_at_once_get_a_folder_each_and_know_of_those_before(data, theme):
    folders = at_once([partial(publish_next, data, theme, None, "2026-04-30")] * 4)
    bundles = open_archive(data).bundles(theme.code)
    assert {path for path, _ in bundles} == set(folders) and len(set(folders)) == 4
    assert sorted(path.name for path, _ in bundles) == ["2026-04-30", "2026-04-30-2", "2026-04-30-3", "2026-04-30-4"]


def test_of_publications_at_once_into_one_folder_one_is_written_and_none_replaced(data, tmp_path, theme):
    made = at_once([partial(publish, data, theme, tmp_path / "bundle")] * 3)
    assert sorted(one if isinstance(one, str) else "written" for one in made) == ["publication-meanwhile"] * 2 + ["written"]
    # Afterwards the bundle that is there is an earlier publication, and may be replaced.
    publish(data, theme, tmp_path / "bundle")
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_data_directory_that_is_not_there_is_not_made(tmp_path, theme):
    with pytest.raises(InputError):
        publish(tmp_path / "typo", theme, tmp_path / "bundle")
    assert not (tmp_path / "typo").exists()

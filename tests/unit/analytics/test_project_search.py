import pytest

from analytics.filters import Filters
from analytics.project_search import facets, parse, search_rows, stem_of


@pytest.fixture
def projects(rows):
    return rows(
        {"project_code": "S1", "project_name": "Nuorten polku töihin", "implementer_name": "Tampereen kaupunki", "site_city": "TAMPERE", "status": "running", "region": "06", "authority": "ely-04", "summary": "Sosiaalinen kuntoutus uudistuu."},
        {"project_code": "S2", "group_code": "R1", "project_name": "Työpaikat mukana", "implementer_name": "Oulun yliopisto", "site_city": "OULU", "status": "ended", "region": "17"},
        {"project_code": "S3", "group_code": "R1", "project_name": "Työpaikat mukana", "implementer_name": "Åbo Akademi", "site_city": "ÅBO", "status": "ended", "region": "02"},
        {"project_code": "S4", "project_name": "Vammaisten oma polku", "implementer_name": None, "status": "starting", "region": None, "summary": "kuntoutus on sosiaalinen"},
    )  # fmt: skip


def found(projects, query):
    return sorted(search_rows(projects, query).rows["project_key"].unique())


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("", ["R1", "S1", "S4"]),
        ("polku", ["S1", "S4"]),
        ("nuoret", ["S1"]),
        ("nuori polku", ["S1"]),
        ("polku -nuoret", ["S4"]),
        ('"sosiaalinen kuntoutus"', ["S1"]),
        ("tyopaikka", ["R1"]),
        ("TYÖPAIKKA", ["R1"]),
        ("abo", ["R1"]),
        ("toteuttaja:kaupunki", ["S1"]),
        ("genomförare:akademi", ["R1"]),
        ("implementer:oulu", ["R1"]),
        ("kunta:oulu", ["R1"]),
        ("kunta:nuoret", []),
        ("koodi:S4", ["S4"]),
        ("tila:käynnissä", ["S1"]),
        ("status:pågår", ["S1"]),
        ("-tila:päättynyt", ["S1", "S4"]),
        ("maakunta:pirkanmaa", ["S1"]),
        ("landskap:birkaland", ["S1"]),
        ("oulu akademi", ["R1"]),
        ("”sosiaalinen kuntoutus”", ["S1"]),
        ("polku –nuoret", ["S4"]),
        ("viranomainen:hämeen", ["S1"]),
        ("myndighet:tavastland", ["S1"]),
        ('- " -', ["R1", "S1", "S4"]),
        ("kuntoutus [", []),
        ("outo:sana", []),
    ],
)
def test_words_phrases_minus_and_fields(projects, query, keys):
    assert found(projects, query) == keys


def test_a_joint_project_is_found_whole(projects):
    assert search_rows(projects, "oulun").rows.height == 2


def test_each_term_tells_what_it_finds_alone(projects):
    alone = {term.text: count for term, count in search_rows(projects, "polku avaruus").alone}
    assert alone == {"polku": 2, "avaruus": 0}


@pytest.mark.parametrize(
    ("forms", "stem"),
    [
        (("kaupunki", "kaupungin", "kaupunkia"), "kaupun"),
        (("vammainen", "vammaiset"), "vammai"),
        (("romanit", "romani"), "roman"),
        (("työ",), "työ"),
        (("s12345",), "s12345"),
    ],
)
def test_inflected_forms_share_their_stem(forms, stem):
    assert {stem_of(form) for form in forms} == {stem}


def test_terms_remember_what_the_reader_wrote():
    (term,) = parse('-toteuttaja:"Oulun yliopisto"')
    assert (term.text, term.words, term.field, term.is_phrase, term.is_excluded) == (
        '-toteuttaja:"Oulun yliopisto"',
        "oulun yliopisto",
        "implementer",
        True,
        True,
    )


def test_facets_count_projects_and_leave_out_what_does_not_divide(projects):
    by = {facet.dimension: facet.counts for facet in facets(projects, ("region", "status", "fund"))}
    assert by["status"] == (("ended", 1), ("running", 1), ("starting", 1))
    assert by["region"] == (("02", 1), ("06", 1), ("17", 1), (None, 1))
    assert "fund" not in by


def test_a_view_of_a_delivery_is_searched_with_the_texts_of_the_whole(projects, snapshot):
    scope = snapshot(projects)
    view = scope.view(Filters(status=("ended",)))
    assert view.search("polku").rows.is_empty() and scope.search("polku").rows.height == 2
    assert view.search("").rows.height == 2
    assert [count for _, count in view.search("oulu avaruus").alone] == [1, 0]

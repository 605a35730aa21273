"""Every page of the public instance opens with every delivery that its bundle holds."""

import html
import re

import pytest
from streamlit.testing.v1 import AppTest

from archive.archive import open_archive
from settings import ROOT

PAGES = sorted(path.stem for path in (ROOT / "pages" / "public").glob("*.py"))


@pytest.mark.parametrize("page", PAGES)
def test_a_pinned_link_opens_with_every_delivery_of_the_bundle(monkeypatch, published, page):
    monkeypatch.setenv("DASHBOARD_MODE", "public")
    monkeypatch.setenv("DASHBOARD_DATA", str(published))
    sources = {delivery.id: delivery.sources for delivery in open_archive(ROOT / "assets" / "sample").approved}
    deliveries = [delivery.id for delivery in open_archive(published).approved]
    assert len(deliveries) > 1
    for delivery in deliveries:
        at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
        at.query_params["lang"], at.query_params["delivery"] = "en", delivery
        at.run()
        if page != "overview":
            at.switch_page(f"pages/public/{page}.py").run()
        assert not at.exception and not at.error, (delivery, at.exception, at.error)
        said = html.unescape(" ".join(element.proto.body for element in at.get("html")))
        assert re.search(r"\w", said)
        for source in sources[delivery]:
            assert source.kind in ("projects", "need") or source.sha256[:8] not in said, (delivery, source.kind)

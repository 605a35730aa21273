"""What a process loads before it is needed: help waits for no library, figures for nothing that publishing computes with."""

import json
import subprocess
import sys

from settings import ROOT

#: Loads step by step in one interpreter, and prints after each step which of the named libraries it holds.
STEPS = """
import contextlib, io, json, sys
names, held = sys.argv[1:], {}
def look(step):
    held[step] = [name for name in names if name in sys.modules]
with contextlib.redirect_stdout(io.StringIO()):
    import manage
    for name in manage.cli.commands:
        assert manage.main([name, "--help"]) == 0
    look("help")
    manage.main(["figures"])
    look("figures")
    from data_loaders.boundaries import read_boundaries
    read_boundaries()
    look("boundaries")
    import ui.serve
    from streamlit.testing.v1 import AppTest
    page = AppTest.from_file("dashboard.py", default_timeout=60).run()
    page.switch_page("pages/staff/data.py").run()
    assert "operations.publishing" in sys.modules and not page.exception
    look("dashboard")
print(json.dumps(held))
"""

LIBRARIES = ("polars", "plotly", "highspy", "geopandas", "pandas", "streamlit")


def test_libraries_are_loaded_where_they_are_used():
    done = subprocess.run([sys.executable, "-c", STEPS, *LIBRARIES], cwd=ROOT, check=True, capture_output=True, text=True)
    assert json.loads(done.stdout) == {
        "help": [],
        "figures": ["polars"],
        "boundaries": ["polars"],
        "dashboard": ["polars", "plotly", "streamlit"],
    }

import gzip

import brotli

from ui.static_files import write_static_files


def test_files_are_written_with_those_that_a_web_server_gives_instead(tmp_path):
    source, to = tmp_path / "source", tmp_path / "to"
    (source / "js").mkdir(parents=True)
    script, font = b"const frame = 13_000_000;\n" * 400, bytes(range(256)) * 8
    (source / "js" / "index.abc.js").write_bytes(script)
    (source / "font.abc.woff2").write_bytes(font)
    assert write_static_files(source, to, {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'"}) == 2
    written = {path.relative_to(to).as_posix(): path.read_bytes() for path in to.rglob("*") if path.is_file()}
    assert set(written) == {
        "static/js/index.abc.js",
        "static/js/index.abc.js.gz",
        "static/js/index.abc.js.br",
        "static/font.abc.woff2",
        "headers.conf",
    }
    assert written["static/js/index.abc.js"] == script and written["static/font.abc.woff2"] == font
    assert gzip.decompress(written["static/js/index.abc.js.gz"]) == brotli.decompress(written["static/js/index.abc.js.br"]) == script
    assert len(written["static/js/index.abc.js.br"]) < len(written["static/js/index.abc.js.gz"]) < len(script)
    assert written["headers.conf"].decode().splitlines()[1:] == [
        'add_header X-Content-Type-Options "nosniff" always;',
        "add_header Content-Security-Policy \"default-src 'none'\" always;",
    ]


def test_files_of_an_earlier_version_stay_and_new_ones_join_them(tmp_path):
    """A page that was opened before an update asks for the files of its own version."""
    for version in ("one", "two"):
        source = tmp_path / version
        source.mkdir()
        (source / f"index.{version}.js").write_text(version)
        write_static_files(source, tmp_path / "to", {})
    assert {path.name for path in (tmp_path / "to" / "static").glob("*.js")} == {"index.one.js", "index.two.js"}


def test_a_file_that_was_half_written_is_written_again(tmp_path):
    """What was killed in the middle has left no file under its own name, so the next one makes all of it."""
    source, to = tmp_path / "source", tmp_path / "to"
    source.mkdir()
    (source / "index.js").write_text("whole" * 100)
    (to / "static").mkdir(parents=True)
    (to / "static" / ".index.js.draft").write_text("ha")
    (to / "static" / "index.js.gz").write_bytes(b"ha")
    write_static_files(source, to, {})
    assert (
        (to / "static" / "index.js").read_text() == gzip.decompress((to / "static" / "index.js.gz").read_bytes()).decode() == "whole" * 100
    )

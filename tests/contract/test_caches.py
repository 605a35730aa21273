"""What is kept in memory has a bound: a process that serves for months must not grow with what it reads."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
#: Function that keeps every answer for ever → why there are only a few of them.
WITHOUT_BOUND = {
    "code_list": "the files of assets/labels",
    "column_maps": "the files of assets/column_maps",
    "read_curve": "the one curve of the assets",
    "read_theme": "the theme file of the settings",
    "_template": "the templates of the drawing library",
    "_font": "the sizes of letters in our drawings",
    "emblem_svg": "the sizes of the emblem on our pages",
    "_sentence": "the sentences that stand in the code, in three languages",
    "catalogue": "the three languages",
    "_page": "the pages of this program",
}


def _is_without_bound(decorator: ast.expr) -> bool:
    """``@cache``, and ``@lru_cache`` with ``maxsize=None``, in any way of writing them."""
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    sizes = [*decorator.args, *(keyword.value for keyword in decorator.keywords)] if isinstance(decorator, ast.Call) else []
    return name == "cache" or (name == "lru_cache" and any(isinstance(size, ast.Constant) and size.value is None for size in sizes))


def _kept_without_bound(source: str) -> list[str]:
    """Functions that take something and keep their answer to each different thing for ever."""
    return [
        function.name
        for function in ast.walk(ast.parse(source))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        and any(map(_is_without_bound, function.decorator_list))
        and any((function.args.posonlyargs, function.args.args, function.args.kwonlyargs, function.args.vararg, function.args.kwarg))
    ]


def test_only_what_is_known_to_be_few_is_kept_for_ever():
    folders = [path for path in ROOT.iterdir() if path.is_dir() and path.name not in ("tests", "docs") and not path.name.startswith(".")]
    files = [*ROOT.glob("*.py"), *(file for folder in folders for file in folder.rglob("*.py"))]
    kept = [name for file in files for name in _kept_without_bound(file.read_text("utf-8"))]

    assert sorted(kept) == sorted(WITHOUT_BOUND)


@pytest.mark.parametrize(
    ("decorator", "kept"),
    [
        ("@cache", ["region"]),
        ("@functools.cache", ["region"]),
        ("@lru_cache(maxsize=None)", ["region"]),
        ("@functools.lru_cache(None)", ["region"]),
        ("@lru_cache(maxsize=10)", []),
        ("@lru_cache", []),
    ],
)
def test_a_cache_without_bound_is_known_however_it_is_written(decorator, kept):
    assert _kept_without_bound(f"{decorator}\ndef region(text: str): ...") == kept
    assert _kept_without_bound(f"{decorator}\ndef regions(): ...") == []

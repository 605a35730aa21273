"""Print which share of each layer's lines the unit tests run: ``python -m tests.coverage_by_layer`` after ``pytest --cov``.

Only unit tests are measured (``tests/conftest.py``): watching every line makes them half as slow again, which pages and
browsers need not bear. No share is demanded.
"""

from collections import Counter

from coverage import Coverage

from settings import ROOT


def main() -> None:
    """One line a layer: share of its statements that ran, statements, name."""
    measured = Coverage()
    measured.load()
    statements: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    layers = measured.get_option("run:source")
    assert isinstance(layers, list)
    for layer in layers:
        for file in sorted((ROOT / layer).rglob("*.py")):
            _, lines, _, unseen, _ = measured.analysis2(str(file))
            statements[layer] += len(lines)
            missing[layer] += len(unseen)
    statements["all"], missing["all"] = statements.total(), missing.total()
    print("Lines that unit tests run:")
    for layer, number in statements.items():
        print(f"{1 - missing[layer] / number:6.0%} of {number:6,}  {layer}")


if __name__ == "__main__":
    main()

"""Keep a curve of spending that ``manage.py backtest --keep`` learned, in ``assets/forecast``."""

from dataclasses import fields
from datetime import date
from pathlib import Path

from data_loaders.spending_curve import CURVE, SpendingCurve


def write_curve(curve: SpendingCurve, path: Path = CURVE) -> None:
    """Keep a curve, with its source and its errors."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = ["# Written by: manage.py backtest LIST --as-of DAY --keep (docs/method-forecast.md). Aggregates only."]
    lines += [f"{field.name} = {_value(getattr(curve, field.name))}" for field in fields(curve) if field.name != "horizons"]
    for horizon in curve.horizons:
        lines += ["", "[[horizons]]", *(f"{field.name} = {_value(getattr(horizon, field.name))}" for field in fields(horizon))]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def _value(value: object) -> str:
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return value.isoformat() if isinstance(value, date) else repr(value)

#!/usr/bin/env bash
# sdmx1 2.28.0 (with pandas 3.1.1): periods turned into dates.
# `sdmx.to_pandas(data, datetime="TIME_PERIOD")` hands the period's text to
# pandas, which knows quarters and calendar months but not the reporting
# periods of SDMX itself.
# Guessed: the first day of every kind of period that SDMX names.
# Came: reporting month 2024-M02 is the second second of the first of January,
# the third four-month period 2024-T3 is the first of March (it starts in
# September), both without a word; half-years and weeks raise.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check sdmx1==2.28.0 pandas==3.1.1

cat > "$work/expected" <<'END'
2024     2024-01-01 00:00:00
2024-02  2024-02-01 00:00:00
2024-Q2  2024-04-01 00:00:00
2024-M02 2024-01-01 00:00:02
2024-T3  2024-03-01 00:00:00
2024-S2  DateParseError
2024-W05 DateParseError
END

"$work/venv/bin/python" - > "$work/seen" <<'END'
import sdmx
from sdmx.model import v21 as model

structure = model.DataStructureDefinition(id="D")
for name in ("AREA", "TIME_PERIOD"):
    structure.dimensions.getdefault(id=name)

for period in ("2024", "2024-02", "2024-Q2", "2024-M02", "2024-T3", "2024-S2", "2024-W05"):
    data = model.StructureSpecificDataSet(structured_by=structure)
    key = structure.make_key(model.Key, {"AREA": "005", "TIME_PERIOD": period})
    data.obs.append(model.Observation(dimension=key, value=1.5))
    try:
        seen = sdmx.to_pandas(data, datetime="TIME_PERIOD").index[0]
    except ValueError as error:
        seen = type(error).__name__
    print(f"{period:8} {seen}")
END

diff -u "$work/expected" "$work/seen"
echo "as stated"

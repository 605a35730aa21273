#!/usr/bin/env bash
# python-pptx 1.0.2: native charts that get new data.
# Guessed: `replace_data` keeps a series' colour by its name, and a series that
# is new gets the next colour of the theme; categories are read back as given.
# Came:
# - colours go by position: when the first of two series is left out, the other
#   one takes over the first one's colour;
# - a new series is a copy of the last one, fill and all: two series of one
#   colour, with nothing to tell them apart;
# - an empty category is read back as the text 'None', a date as the text of the
#   spreadsheet's day number.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check python-pptx==1.0.2

cat > "$work/expected" <<'END'
at first: North AA0000, South 0000AA
without North: South AA0000
with West: North AA0000, South 0000AA, West 0000AA
categories: ['a', 'None', 'c']
dates: ['45292.0', '45323.0']
END

"$work/venv/bin/python" - > "$work/seen" <<'END'
from datetime import date

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Cm

slides = Presentation()


def data(names, categories=("2023", "2024")):
    content = CategoryChartData()
    content.categories = categories
    for name in names:
        content.add_series(name, range(1, len(categories) + 1))
    return content


def chart(content):
    slide = slides.slides.add_slide(slides.slide_layouts[6])
    return slide.shapes.add_chart(XL_CHART_TYPE.LINE, 0, 0, Cm(10), Cm(8), content).chart


def coloured():
    made = chart(data(["North", "South"]))
    for series, colour in zip(made.plots[0].series, ("AA0000", "0000AA"), strict=True):
        series.format.line.color.rgb = RGBColor.from_string(colour)
    return made


def show(label, made):
    print(f"{label}: " + ", ".join(f"{s.name} {s.format.line.color.rgb}" for s in made.plots[0].series))


show("at first", coloured())
for label, names in (("without North", ["South"]), ("with West", ["North", "South", "West"])):
    made = coloured()
    made.replace_data(data(names))
    show(label, made)
print("categories:", list(chart(data(["s"], ["a", "", "c"])).plots[0].categories))
print("dates:", list(chart(data(["s"], [date(2024, 1, 1), date(2024, 2, 1)])).plots[0].categories))
END

diff -u "$work/expected" "$work/seen"
echo "as stated"

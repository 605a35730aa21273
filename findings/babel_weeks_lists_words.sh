#!/usr/bin/env bash
# Babel 2.19.0 with fi and sv.
# Guessed: a language and its main country count weeks alike; every list style
# that works for two parts works for three; the word beside an amount follows
# the digits shown.
# Came:
# - "fi" and "sv" without a country start week 1 on the week of 1 January, so
#   Saturday 1 January 2022 is in week 1/2022; "fi_FI" says 52/2021 as the
#   calendar does;
# - `format_list` with style "unit" raises KeyError from three parts on (fi and
#   sv; the narrow standard style too in sv), since its data holds only the end
#   of those patterns;
# - `format_currency(..., format_type="name")` chooses the word by the value's
#   type: 1 gives "1,00 euro", Decimal("1.00") gives "1,00 euroa", and only the
#   latter is the Finnish plural rule for a shown fraction.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check Babel==2.19.0

cat > "$work/expected" <<'END'
fi 1/2022 1/2027
fi_FI 52/2021 53/2026
sv 1/2022 1/2027
sv_FI 52/2021 53/2026
fi unit: a ja b | KeyError('start')
sv unit: a, b | KeyError('start')
sv standard-narrow: a, b | KeyError('start')
1 1,00 euro
1.0 1,00 euro
Decimal('1.00') 1,00 euroa
END

"$work/venv/bin/python" - > "$work/seen" <<'END'
from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency

for locale in ("fi", "fi_FI", "sv", "sv_FI"):
    print(locale, *(format_date(day, "w/YYYY", locale=locale) for day in (date(2022, 1, 1), date(2027, 1, 1))))

for locale, style in (("fi", "unit"), ("sv", "unit"), ("sv", "standard-narrow")):
    two = format_list(["a", "b"], style=style, locale=locale)
    try:
        three = format_list(["a", "b", "c"], style=style, locale=locale)
    except KeyError as error:
        three = repr(error)
    print(f"{locale} {style}: {two} | {three}")

for amount in (1, 1.0, Decimal("1.00")):
    print(repr(amount), format_currency(amount, "EUR", format_type="name", locale="fi"))
END

diff -u "$work/expected" "$work/seen"
echo "as stated"

"""Drawings of reach against the need: participants per 100 structurally unemployed people."""

from analytics.ledger import people_ledger
from analytics.reach import Need, NeedReach
from analytics.required import required
from presentation.block import FigureBlock
from presentation.charts.chart import BarSeries, KeyEntry, PairRows, RowBars, TableBars
from presentation.figures.registry import Lack, nobody, register, register_each
from presentation.reading import Reading
from presentation.tables import Column, Table
from presentation.text import Text
from presentation.words.dimensions import subtitle
from presentation.words.leading import Leading, leading


def need_bars(need: Need, text: Text, filtered: str | None = None, *, per_inhabitant: bool = False) -> FigureBlock:
    """Participants per 100 people in need, or per 10,000 inhabitants, by region.

    Where the need or the people are not known there is no bar, and the row says why.
    """
    places = list(need.regions)
    if per_inhabitant:
        places.sort(key=lambda place: (place.per_inhabitants is None, -(place.per_inhabitants or 0), place.code))
    if need.country:
        places.insert(0, need.country)
    values = [_rate(place, per_inhabitant) for place in places]
    words = [_words(place, per_inhabitant, text) for place in places]
    names = [_place(place, text) for place in places]
    known = [(place.code, value) for value, place in zip(values, places, strict=True) if value is not None and place.code]
    most = leading(known, "regions", text)
    bars = BarSeries(
        values=values,
        words=words,
        tones=["spent" if place.code is None else "committed" for place in places],
        hover=[text("{name}: {count}", name=name, count=word) for name, word in zip(names, words, strict=True)],
    )
    chart = RowBars(names=names, series=[bars], office=TableBars((6,) if per_inhabitant else (3,), ("committed",)))
    measure = (
        text("Participants (EECO01), cumulative, per 10,000 inhabitants (31.12.2025)")
        if per_inhabitant
        else text(
            "Participants (EECO01), cumulative, per 100 structurally unemployed people at the end of {month}", month=text.month(need.month)
        )
    )
    return FigureBlock(
        key="need-inhabitants" if per_inhabitant else "need-regions",
        headline=_headline(most, per_inhabitant, text)
        if most
        else text("No participants in any region yet")
        if known
        else text("Reach against the need is not known in any region"),
        subtitle=subtitle(measure, filtered, text),
        chart=chart,
        sentence=text(
            "The participants are everyone since the start, the structurally unemployed those of one month: the ratio compares regions, and is no share of the unemployed."
        ),
        alt=text(
            "Bars of participants relative to need by region, highest first. {bars}.",
            bars="; ".join(text("{name}: {count}", name=name, count=word) for name, word in list(zip(names, words, strict=True))[:3]),
        ),
        table=_need_table(need, places, text),
        not_shown=_not_known(places, text),
        ledger=people_ledger(by="regions"),
    )


def _headline(most: Leading, per_inhabitant: bool, text: Text) -> str:
    """Where participants are most relative to need or to the population."""
    value = text.rate(most.value)
    if most.alone and per_inhabitant:
        return text("For 10,000 inhabitants there are {value} participants {within}", within=most.within, value=value)
    if most.alone:
        return text("For 100 structurally unemployed there are {value} participants {within}", within=most.within, value=value)
    if per_inhabitant:
        return text("Most participants for the population are {within} ({value} per 10,000 inhabitants)", within=most.within, value=value)
    return text(
        "Most participants relative to need are {within} ({value} per 100 structurally unemployed)", within=most.within, value=value
    )


def _rate(place: NeedReach, per_inhabitant: bool) -> float | None:
    return place.per_inhabitants if per_inhabitant else place.per_hundred()


def _place(place: NeedReach, text: Text) -> str:
    return text("Whole country") if place.code is None else text.label("regions", place.code)


def _words(place: NeedReach, per_inhabitant: bool, text: Text) -> str:
    value = _rate(place, per_inhabitant)
    if value is None:
        return _reason(place, "all", text)
    beside = place.population if per_inhabitant else place.need["all"].value
    return text("{rate} ({people} / {need})", rate=text.rate(value), people=text.number(place.reached()), need=text.number(beside))


def _reason(place: NeedReach, gender: str, text: Text) -> str:
    """Why there is no rate: people not collected, or a need that is protected, not available or zero."""
    if place.reached(gender) is None:
        return text("participants not collected")
    if place.need[gender].missing == "protected":
        return text("need protected in the statistics")
    return text("need not available") if place.need[gender].value is None else text("no structurally unemployed")


def _not_known(places: list[NeedReach], text: Text) -> str | None:
    sentences = []
    protected = [_place(place, text) for place in places if "protected" in {count.missing for count in place.need.values()}]
    if protected:
        sentences.append(
            text(
                "The need, or the need by sex, is protected in the statistics for: {names}. It is not known, and is not taken for zero.",
                names=text.list_of(protected),
            )
        )
    absent = [_place(place, text) for place in places if place.need["all"].missing == "not_available"]
    if absent:
        sentences.append(text("The need is not available for: {names}.", names=text.list_of(absent)))
    return " ".join(sentences) or None


def _need_table(need: Need, places: list[NeedReach], text: Text) -> Table:
    def row(place: NeedReach) -> tuple:
        reasons = {_reason(place, gender, text): None for gender in ("all", "female", "male") if place.per_hundred(gender) is None}
        return (
            _place(place, text), place.reached(), place.need["all"].value,
            *(None if rate is None else round(rate, 2) for rate in (place.per_hundred(), place.per_hundred("female"), place.per_hundred("male"), place.per_inhabitants)),
            "; ".join(reasons),
        )  # fmt: skip

    return Table(
        text("Participants and structurally unemployed people by region, need of {month}", month=text.month(need.month)),
        (
            Column(text("Region")), Column(text("Participants"), "people"), Column(text("Structurally unemployed"), "count"),
            Column(text("Participants per 100 structurally unemployed"), "people_rate"), Column(text("Women per 100 structurally unemployed women"), "people_rate"),
            Column(text("Men per 100 structurally unemployed men"), "people_rate"), Column(text("Participants per 10,000 inhabitants"), "people_rate"),
            Column(text("What is not known")),
        ),
        tuple(map(row, places)),
        codes=tuple(place.code for place in places),
    )  # fmt: skip


# The balance of genders beside that of the need ---------------------------------------


def need_balance(need: Need, text: Text, filtered: str | None = None) -> FigureBlock:
    """The share of women among participants and among those in need, by region, on one line each."""
    places = [*([need.country] if need.country else []), *sorted(need.regions, key=lambda place: place.code or "")]
    shares = [(place, place.women_of_need, place.women_of_participants) for place in places]
    pairs = [(place, (need, reached)) for place, need, reached in shares if need is not None and reached is not None]
    drawn = [place for place, _ in pairs]
    ends = [_balance_words(place, text) for place in drawn]
    chart = PairRows(
        names=[_place(place, text) for place in drawn],
        pairs=[pair for _, pair in pairs],
        words=ends,
        key=(
            KeyEntry("female", text("Women among participants"), "●"),
            KeyEntry("context", text("Women among the structurally unemployed"), "◇"),
        ),
        office=TableBars((3, 6), ("female", "context")),
    )
    left = [place for place in places if place not in drawn]
    return FigureBlock(
        key="need-balance",
        headline=_balance_headline(need, drawn, text),
        subtitle=subtitle(
            text("Women of the women and men among participants (EECO01), and among the structurally unemployed at the end of {month}", month=text.month(need.month)),
            filtered, text,
        ),
        chart=chart,
        sentence=text(
            "The statistics know women and men only, so the shares are of the {count} participants who are either. The dotted line is half and half.",
            count=text.number(sum(required(number) for number in (drawn[0].participants.female, drawn[0].participants.male))),
        )
        if drawn
        else text("No region has both: women and men among its participants, and among those in need."),
        alt=text(
            "Two points on a line for each region: women of participants and women of those in need. {bars}.",
            bars="; ".join(text("{name}: {count}", name=_place(place, text), count=end) for place, end in list(zip(drawn, ends, strict=True))[:3])
            or text("Nothing is known"),
        ),
        table=Table(
            text("Women of participants and of the structurally unemployed, by region"),
            (
                Column(text("Region")), Column(text("Women, participants"), "people"), Column(text("Men, participants"), "people"),
                Column(text("Women among participants"), "share"), Column(text("Structurally unemployed women"), "count"), Column(text("Structurally unemployed men"), "count"),
                Column(text("Women among the structurally unemployed"), "share"),
            ),
            tuple(
                (
                    _place(p, text), p.participants.female, p.participants.male, p.women_of_participants,
                    p.need["female"].value, p.need["male"].value, p.women_of_need,
                )
                for p in places
            ),
            codes=tuple(place.code for place in places),
        ),
        not_shown=_not_drawn([_place(place, text) for place in left], text) if left and drawn else None,
        ledger=people_ledger(by="regions"),
    )  # fmt: skip


def _not_drawn(names: list[str], text: Text) -> str:
    """The regions that have no line; many are only counted, and the table has them."""
    if len(names) > 5:
        return text("{count} regions are not drawn, because participants or the need by sex are not known.", count=text.number(len(names)))
    return text("Not drawn, because participants or the need by sex are not known: {names}.", names=text.list_of(names))


def _balance_words(place: NeedReach, text: Text) -> str:
    return text(
        "{participants}, in need {need}",
        participants=text.percent(place.women_of_participants),
        need=text.percent(place.women_of_need),
    )


def _balance_headline(need: Need, drawn: list[NeedReach], text: Text) -> str:
    if need.country and need.country in drawn:
        return text(
            "Women are {participants} of participants and {need} of those in need",
            participants=text.percent(need.country.women_of_participants),
            need=text.percent(need.country.women_of_need),
        )
    if not drawn:
        return text("The balance cannot be compared with the need")
    return text(
        "Women are {participants} of participants and {need} of those in need {within}",
        within=text.in_region(drawn[0].code),
        participants=text.percent(drawn[0].women_of_participants),
        need=text.percent(drawn[0].women_of_need),
    )


# Registered ---------------------------------------------------------------------------


@register_each({"need-regions": (False,), "need-inhabitants": (True,)})
def _regions(reading: Reading, per_inhabitant: bool) -> FigureBlock | Lack:
    if reading.need is None:
        return Lack("need") if reading.participants is not None else nobody(reading)
    return need_bars(reading.need, reading.text, reading.filtered, per_inhabitant=per_inhabitant)


@register("need-balance")
def _balance(reading: Reading) -> FigureBlock | Lack:
    if reading.need is None:
        return Lack("need") if reading.participants is not None else nobody(reading)
    return need_balance(reading.need, reading.text, reading.filtered)

"""The rows of the file: one number a row, so that any table can be made of them, and nothing hidden is in it."""

from __future__ import annotations

from collections.abc import Iterator

from portal.feedback.rates import OfHalfYear, Rate
from portal.half_years import HalfYear
from portal.results import result_words
from portal.results.answers import By, Line
from portal.results.board import Board
from portal.results.csv_file import Value
from portal.results.intervals import Share
from portal.results.outcomes import LedTo
from portal.results.said import Said, Told

HEAD = (
    "avsnitt", "enkät eller mått", "fråga", "insats", "insatsens kod", "SKR-klass", "period", "svar", "antal", "av",
    "andel", "lägst", "högst",
)  # fmt: skip

Row = list[Value]


def rows(board: Board) -> Iterator[Row]:
    """The heading, and every number that the page shows."""
    yield list(HEAD)
    yield from _answers(board)
    yield from _outcomes(board)
    yield from _in_time(board)
    yield from _rates(board)
    yield from _progress(board)


def _answers(board: Board) -> Iterator[Row]:
    for said in board.tables.said:
        for told in said.told:
            yield from _lines(said, told)
            for by, lines in told.divided.items():
                for line in lines:
                    yield from _good(said, told, line, **_divided_by(said, by, line.key))
            for (about, period), share in told.crossed.items():
                in_files = HalfYear.coded(period).in_files
                where = {"subject": said.subject(about), "key": about, "period": in_files}
                yield _share(said, told, share, **where)


def _lines(said: Said, told: Told) -> Iterator[Row]:
    for line in told.lines:
        yield from _by_option(said, told, line, said.subject(line.key))
    if told.everybody and len(told.lines) > 1 and not said.is_of_the_panel:
        yield from _by_option(said, told, told.everybody, "Alla")


def _by_option(said: Said, told: Told, line: Line, subject: str) -> Iterator[Row]:
    skr = said.names.classes.get(line.key, "")
    for option in told.question.choices:
        number = line.counts[option.key]
        yield [
            "svar", said.questionnaire.key, told.question.text.original, subject, line.key,
            skr, "", option.text.original, number, line.number, number / line.number, None, None,
        ]  # fmt: skip
    yield from _good(said, told, line, subject=subject, key=line.key, skr=skr)


def _divided_by(said: Said, by: By, key: str) -> dict[str, str]:
    """In which columns stands what a line is divided by; a provider stands where a measure would."""
    if by is By.HALF_YEAR:
        return {"period": HalfYear.coded(key).in_files}
    return {"skr": key} if by is By.SKR_CLASS else {"subject": said.provider(key)}


def _good(said: Said, told: Told, line: Line, **where: str) -> Iterator[Row]:
    if line.good:
        yield _share(said, told, line.good, **where)


def _share(
    said: Said, told: Told, share: Share | None,
    *, subject: str = "", key: str = "", skr: str = "", period: str = "",
) -> Row:  # fmt: skip
    numbers: Row = [None] * 5
    if share:
        numbers = [share.of_them, share.number, share.value, share.low, share.high]
    question = told.question.text.original
    return [
        "andel bra svar",
        said.questionnaire.key,
        question,
        subject,
        key,
        skr,
        period,
        "",
        *numbers,
    ]


def _outcomes(board: Board) -> Iterator[Row]:
    for of in board.ended:
        for one in of.measures:
            for kind in LedTo:
                is_shown = not one.is_hidden and kind not in one.hidden
                yield [
                    "avslutade insatser", kind.value, "", one.measure.name.original, one.measure.key,
                    board.names.skr_class(one.measure), str(of.year), "", one.led_to[kind] if is_shown else None,
                    None if one.is_hidden else one.number, None, None, None,
                ]  # fmt: skip


def _in_time(board: Board) -> Iterator[Row]:
    for one in board.periods:
        period = one.half_year.in_files
        for name in ("first_meetings", "follow_ups", "answers"):
            found = getattr(one, name)
            numbers: Row = [None] * 5
            if found.share:
                share = found.share
                numbers = [share.of_them, share.number, share.value, share.low, share.high]
            yield ["i tid", name, "", "", "", "", period, "", *numbers]
            yield _number("dagar i mitten", name, period, found.middle)
        yield _number("byten av kontaktperson per deltagare", "", period, one.changes.a_participant)
        yield _number("deltagare som nådde ett mål", "", period, one.goals_reached)
    yield _number("deltagare utan nästa steg", "", "nu", board.without_next_step)


def _number(section: str, measure: str, period: str, number: float | None) -> Row:
    """One number that is no part of another."""
    return [section, measure, "", "", "", "", period, "", number, None, None, None, None]


def _rates(board: Board) -> Iterator[Row]:
    for one in board.rates.half_years:
        yield from _rates_of(one)
    for key, rates in board.rates.by_measure.items():
        if len(rates.groups) > 1:
            for about, rate in rates.groups.items():
                subject = board.names.subject(about)
                yield from _rate(key, subject, about, str(board.rates.year), rate, began=False)


def _rates_of(one: OfHalfYear) -> Iterator[Row]:
    groups, languages = one.by_questionnaire.groups, one.by_language.groups
    rows = list(groups.items())
    if groups:
        rows.append(("Alla", one.by_questionnaire.whole))
    if len(languages) > 1:
        rows += [(result_words.LANGUAGES[key], rate) for key, rate in languages.items()]
    for of, rate in rows:
        yield from _rate(of, "", "", one.half_year.in_files, rate)


def _rate(
    of: str, subject: str, about: str, period: str, rate: Rate | None, *, began: bool = True
) -> Iterator[Row]:
    where: Row = ["", subject, about, "", period, ""]
    asked = rate.asked if rate else None
    answered: Row = [rate.answered, asked, rate.answered / rate.asked] if rate else [None] * 3
    yield ["svarsfrekvens", of, *where, *answered, None, None]
    if began:
        opened = rate.opened if rate else None
        share = None if rate is None or opened is None else opened / rate.asked
        yield ["började svara", of, *where, opened, asked, share, None, None]


def _progress(board: Board) -> Iterator[Row]:
    until = f"till och med {board.progress_until.in_files}"
    for one in board.progress:
        for moved in one.moved:
            for way, number in moved.went.items():
                yield [
                    "första och sista skattningen", way.value, moved.indicator.name.original,
                    one.measure.name.original, one.measure.key, board.names.skr_class(one.measure), until, "",
                    number, moved.number, None if number is None else number / moved.number, None, None,
                ]  # fmt: skip

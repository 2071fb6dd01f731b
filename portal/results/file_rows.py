"""The rows of the file: one number a row, so that any table can be made of them, and nothing hidden is in it."""

from __future__ import annotations

from collections.abc import Iterator

from portal.feedback.rates import Rate
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
            for line in told.lines:
                yield from _by_option(said, told, line)
            for by, lines in told.divided.items():
                for line in lines:
                    yield from _good(said, told, line, **_divided_by(said, by, line.key))
            for (about, period), share in told.crossed.items():
                where = {"subject": said.subject(about), "key": about, "period": period}
                yield _share(said, told, share, **where)


def _by_option(said: Said, told: Told, line: Line) -> Iterator[Row]:
    skr = said.names.classes.get(line.key, "")
    subject = {"subject": said.subject(line.key), "key": line.key, "skr": skr}
    for option in told.question.choices:
        number = line.counts[option.key]
        yield [
            "svar", said.questionnaire.key, told.question.text.original, subject["subject"], line.key,
            skr, "", option.text.original, number, line.number, number / line.number, None, None,
        ]  # fmt: skip
    yield from _good(said, told, line, **subject)


def _divided_by(said: Said, by: By, key: str) -> dict[str, str]:
    """In which columns stands what a line is divided by; a provider stands where a measure would."""
    if by is By.HALF_YEAR:
        return {"period": key}
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
    period = f"{board.periods[0].half_year.code}/{board.periods[-1].half_year.code}"
    for one in board.ended:
        for kind in LedTo:
            is_shown = not one.is_hidden and kind not in one.hidden
            yield [
                "avslutade insatser", kind.value, "", one.measure.name.original, one.measure.key,
                board.names.skr_class(one.measure), period, "", one.led_to[kind] if is_shown else None,
                None if one.is_hidden else one.number, None, None, None,
            ]  # fmt: skip


def _in_time(board: Board) -> Iterator[Row]:
    for one in board.periods:
        for name in ("first_meetings", "follow_ups", "answers"):
            share = getattr(one, name).share
            numbers: Row = [None] * 5
            if share:
                numbers = [share.of_them, share.number, share.value, share.low, share.high]
            yield ["i tid", name, "", "", "", "", one.half_year.code, "", *numbers]


def _rates(board: Board) -> Iterator[Row]:
    for key, rate in board.rates.groups.items():
        yield _rate(key, "", "", rate)
    for key, rates in board.rates_by_measure.items():
        for about, rate in rates.groups.items():
            yield _rate(key, board.names.subject(about, ""), about, rate)


def _rate(questionnaire: str, subject: str, about: str, rate: Rate | None) -> Row:
    numbers: Row = [rate.answered, rate.asked, rate.answered / rate.asked] if rate else [None] * 3
    return ["svarsfrekvens", questionnaire, "", subject, about, "", "", "", *numbers, None, None]


def _progress(board: Board) -> Iterator[Row]:
    until = board.progress_until.code
    for one in board.progress:
        for moved in one.moved:
            for way, number in moved.went.items():
                yield [
                    "första och sista skattningen", way.value, moved.indicator.name.original,
                    one.measure.name.original, one.measure.key, board.names.skr_class(one.measure), until, "",
                    number, moved.number, None if number is None else number / moved.number, None, None,
                ]  # fmt: skip

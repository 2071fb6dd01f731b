"""The rows of the file: one number a row, so that any table can be made of them, and nothing hidden is in it."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.municipality.models import Measure
from portal.results.board import Board
from portal.results.csv_file import Value
from portal.results.outcomes import LedTo, skr_class

HEAD = (
    "avsnitt", "enkät eller mått", "fråga", "insats", "insatsens kod", "SKR-klass", "period", "svar", "antal", "av",
    "andel", "lägst", "högst",
)  # fmt: skip

Row = list[Value]


def rows(db: Session, board: Board) -> Iterator[Row]:
    """The heading, and every number that the page shows."""
    measures = {one.key: one for one in db.scalars(sa.select(Measure))}
    yield list(HEAD)
    yield from _answers(board, measures)
    yield from _outcomes(board)
    yield from _in_time(board)
    yield from _rates(board)
    yield from _progress(board)


def _answers(board: Board, measures: dict[str, Measure]) -> Iterator[Row]:
    for said in board.said:
        for told in said.told:
            for line in told.lines:
                measure, subject = measures.get(line.key), said.subject(line.key)
                for option in told.question.choices:
                    yield [
                        "svar", said.questionnaire.key, told.question.text.original,
                        subject, line.key,
                        skr_class(measure) if measure else "", "", option.text.original,
                        line.counts[option.key], line.number,
                        line.counts[option.key] / line.number, None, None,
                    ]  # fmt: skip
                if line.good:
                    yield [
                        "andel bra svar", said.questionnaire.key, told.question.text.original,
                        subject, line.key,
                        skr_class(measure) if measure else "", "", "", line.good.of_them,
                        line.good.number, line.good.value, line.good.low, line.good.high,
                    ]  # fmt: skip


def _outcomes(board: Board) -> Iterator[Row]:
    period = f"{board.periods[0].half_year.code}/{board.periods[-1].half_year.code}"
    for one in board.ended:
        for kind in LedTo:
            is_shown = not one.is_hidden and kind not in one.hidden
            yield [
                "avslutade insatser", kind.value, "", one.measure.name.original, one.measure.key,
                skr_class(one.measure), period, "", one.led_to[kind] if is_shown else None,
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
        numbers: Row = (
            [rate.answered, rate.asked, rate.answered / rate.asked] if rate else [None] * 3
        )
        yield ["svarsfrekvens", key, "", "", "", "", "", "", *numbers, None, None]


def _progress(board: Board) -> Iterator[Row]:
    until = board.progress_until.code
    for one in board.progress:
        for moved in one.moved:
            for way, number in moved.went.items():
                yield [
                    "första och sista skattningen", way.value, moved.indicator.name.original,
                    one.measure.name.original, one.measure.key, skr_class(one.measure), until, "",
                    number, moved.number, None if number is None else number / moved.number, None, None,
                ]  # fmt: skip

"""The managers' page of results, and the same as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from weakref import WeakKeyDictionary

from flask import Blueprint, Response, abort
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from portal import clock
from portal.environments import render
from portal.feedback.rates import OfHalfYear, Rate
from portal.half_years import HalfYear
from portal.pages import page
from portal.people import current
from portal.people.account_models import Duty
from portal.results import board, csv_file, file_rows, result_words
from portal.results.answers import By, Line
from portal.results.board import Board
from portal.results.hiding import Cell
from portal.results.intervals import Share
from portal.results.said import Names, Said, Told
from portal.results.tables import Tables
from portal.transactions import session

bp = Blueprint("results", __name__)

IN_TIME = (
    ("Första mötet i tid", "first_meetings"),
    ("Uppföljning i tid", "follow_ups"),
    ("Svar på meddelanden i tid", "answers"),
)


@bp.get("/results")
def show() -> ResponseReturnValue:
    """What measures lead to and what people say, for managers and administrators."""
    found = _board()
    return page(
        "results/show.html",
        board=found,
        answers=_answers(found.tables),
        in_time_rows=IN_TIME,
        rate_tables=[
            (one.half_year, _rate_rows(found.names, one)) for one in _with_requests(found)
        ],
        rates_by_measure=_rates_by_measure(found),
        skr_class=found.names.skr_class,
        next_half_year=HalfYear.of(clock.today()),
        tells=current.may(Duty.UNIT_MANAGER),
        **_words(),
    )


@bp.get("/results/file.csv")
def file() -> ResponseReturnValue:
    """The same numbers with the measures' keys, so that the economy office can lay costs beside them."""
    body = csv_file.written(file_rows.rows(_board()))
    name = f"resultat-{clock.today():%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, content_type="text/csv; charset=utf-8", headers=headers)


_written: WeakKeyDictionary[Tables, Markup] = WeakKeyDictionary()


def _answers(tables: Tables) -> Markup:
    """What was answered, as it stands on the page: thousands of cells, written once and kept with their tables."""
    if tables not in _written:
        context = {"questionnaires": tables.said, **_words()}
        _written[tables] = Markup(render("results/_answers.html", context))  # noqa: S704 (our own page)
    return _written[tables]


def _board() -> Board:
    if not (current.may(Duty.UNIT_MANAGER) or current.may(Duty.ADMINISTRATOR)):
        abort(404)
    return board.board(session(), clock.now())


def _words() -> dict[str, Any]:
    return {
        "why_hidden": result_words.WHY_HIDDEN,
        "hidden_sign": result_words.HIDDEN,
        "led_to": result_words.LED_TO,
        "per_cent": result_words.per_cent,
        "between": result_words.between,
        "compared": result_words.compared,
        "in_time": result_words.in_time,
        "changes": result_words.changes,
        "number": result_words.rate,
        "middle": result_words.middle,
        "good_words": _good_words,
        "went": result_words.WENT,
        "progress_words": result_words.progress,
        "divided": _divided,
        "crossed": _crossed,
    }


def _good_words(told: Told) -> str:
    """Which answers the share counts, in their own words."""
    good = [one.text.original for one in told.question.choices if one.key in told.asked.good]
    return "andel som svarar " + " eller ".join(f"«{text}»" for text in good)


def _divided(one: Said, told: Told) -> list[tuple[str, str, list[tuple[str, Line]]]]:
    """The tables of a question beside the one by measure: what each is called, what its lines are, and these."""
    names: dict[By, tuple[str, str, Callable[[str], str]]] = {
        By.SKR_CLASS: ("Efter SKR-klass", "SKR-klass", lambda key: key or "Utan klass"),
        By.PROVIDER: ("Efter utförare", "Utförare", one.provider),
        By.HALF_YEAR: ("Halvår för halvår", "Räknade under", result_words.half_year),
    }
    return [
        (caption, head, [(words(line.key), line) for line in told.divided[by]])
        for by, (caption, head, words) in names.items()
        if by in told.divided
    ]


def _crossed(one: Said, told: Told) -> tuple[list[str], list[tuple[str, list[str]]]]:
    """The share by measure and half-year as words: the half-years, and for each measure its cells."""
    periods = sorted({period for _, period in told.crossed})
    measures = sorted({about for about, _ in told.crossed}, key=one.subject)
    rows = [
        (one.subject(about), [_cell(told.crossed, (about, period)) for period in periods])
        for about in measures
    ]
    return [result_words.half_year(period) for period in periods], rows


def _cell(crossed: Mapping[Cell, Share | None], cell: Cell) -> str:
    if cell not in crossed:
        return ""
    share = crossed[cell]
    return result_words.HIDDEN if share is None else result_words.per_cent(share.value)


def _with_requests(found: Board) -> list[OfHalfYear]:
    """The half-years in which anything closed."""
    return [one for one in found.rates.half_years if one.by_questionnaire.groups]


def _rates_by_measure(found: Board) -> list[tuple[str, list[tuple[str, Rate | None]]]]:
    """Each questionnaire's answer rate by measure or round, where there is more than one."""
    names = found.names
    return [
        (
            names.questionnaire(key),
            [(names.subject(about), rate) for about, rate in of.groups.items()],
        )
        for key, of in found.rates.by_measure.items()
        if len(of.groups) > 1
    ]


def _rate_rows(names: Names, found: OfHalfYear) -> list[tuple[str, Rate | None]]:
    """The answer rate of each questionnaire, of all, and of those who read Swedish and who read other languages."""
    groups = found.by_questionnaire.groups
    rows = [(names.questionnaire(key), rate) for key, rate in groups.items()]
    rows.append(("Alla", found.by_questionnaire.whole))
    if len(found.by_language.groups) > 1:
        words = result_words.LANGUAGES
        rows += [(words[key], rate) for key, rate in found.by_language.groups.items()]
    return rows

"""What is said when something is not there, not allowed or went wrong: in plain words, with a way on."""

from __future__ import annotations

from flask import Flask, Response, render_template, request
from sqlalchemy.exc import NoResultFound
from werkzeug.exceptions import HTTPException

from portal import log, transactions, uploads
from portal.i18n import gettext as _


def _words(status: int) -> tuple[str, str]:
    return {
        400: (
            _("Det gick inte"),
            _("Sidan hade varit öppen för länge. Gå tillbaka och försök igen."),
        ),
        403: (_("Den här sidan är inte för dig"), _("Gå till din egen första sida.")),
        404: (_("Sidan finns inte"), _("Adressen kan vara fel, eller så är sidan borta.")),
        405: (
            _("Det gick inte"),
            _("Sidan öppnades på fel sätt. Gå till första sidan och försök igen."),
        ),
        413: (_("Det var för mycket på en gång"), _("Gå tillbaka och skriv kortare.")),
        429: (
            _("Vänta en stund"),
            _("Det blev många försök på kort tid. Vänta en stund och försök igen."),
        ),
    }.get(
        status, (_("Något gick fel hos oss"), _("Det är inte ditt fel. Försök igen om en stund."))
    )


def _words_of(error: HTTPException) -> tuple[str, str] | None:
    """Words of its own for what went wrong with files."""
    if isinstance(error, uploads.TooMuch):
        return (
            _("Fotona är för stora"),
            _("Gå tillbaka och skicka ett foto i taget. Du kan också visa papperet när vi ses."),
        )
    if isinstance(error, uploads.TooMany):
        return (
            _("Vänta en stund"),
            _("Många skickar foton just nu. Gå tillbaka och försök igen om en minut."),
        )
    return None


def answer(
    status: int,
    headers: list[tuple[str, str]] | None = None,
    words: tuple[str, str] | None = None,
) -> Response:
    """A page that says what happened and what to do now."""
    heading, advice = words or _words(status)
    try:
        body = render_template("errors/error.html", heading=heading, advice=advice)
    except Exception as error:  # the page that says it may break too, and then words alone must do
        log.broken(error, endpoint="errors.answer")
        return Response(f"{heading}. {advice}", status, headers, mimetype="text/plain")
    return Response(body, status, headers)


def init_app(app: Flask) -> None:
    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        status = error.code or 500
        if status in (301, 302, 303, 307, 308):
            return error.get_response()  # type: ignore[return-value]
        kept = [pair for pair in error.get_headers() if pair[0] in {"Allow", "Retry-After"}]
        return answer(status, kept, _words_of(error))

    @app.errorhandler(NoResultFound)
    def missing(error: NoResultFound) -> Response:
        return answer(404)

    @app.errorhandler(Exception)
    def broken(error: Exception) -> Response:
        """Says nothing of what broke: the log does, without names or texts."""
        log.broken(error, endpoint=request.endpoint)
        transactions.undo()
        return answer(500)

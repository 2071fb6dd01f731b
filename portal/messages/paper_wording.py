"""Plain words for papers: how large they are, and why one could not be sent and what to do instead."""

from __future__ import annotations

from babel.numbers import format_decimal
from flask import Flask
from markupsafe import Markup

from portal import i18n
from portal.i18n import gettext as _
from portal.i18n import marked
from portal.messages.papers import NotTaken
from portal.shown import isolated

STAFF = {
    NotTaken.TOO_LARGE: "Filen är för stor. Högst 5 MB per fil.",
    NotTaken.TOO_MANY: "Högst fem papper per meddelande. Skicka resten i ett nytt.",
    NotTaken.UNKNOWN: "Filen är varken ett foto (jpeg, png, webp) eller en PDF.",
    NotTaken.LOCKED: "PDF-filen har lösenord. Spara den utan lösenord och försök igen.",
    NotTaken.BROKEN: "Filen går inte att läsa, eller har för många sidor.",
    NotTaken.BUSY: "Många skickar papper just nu. Vänta en stund och försök igen.",
    NotTaken.SENT: "Texten är redan skickad. Skicka filen i ett nytt meddelande.",
}


def trouble(why: NotTaken) -> Markup:
    """Why a paper was not taken in, and what she can do."""
    words: dict[object, str] = {
        NotTaken.TOO_LARGE: _("Fotot är för stort. Ta ett nytt foto en bit längre bort, eller ring."),
        NotTaken.TOO_MANY: _("Du kan skicka fem papper på en gång. Skicka resten i ett nytt meddelande."),
        NotTaken.UNKNOWN: _("Vi kan inte öppna den filen. Ta ett foto av papperet i stället."),
        NotTaken.LOCKED: _("Filen har ett lösenord. Ta ett foto av papperet i stället."),
        NotTaken.BROKEN: _("Vi kan inte öppna den filen. Ta ett foto av papperet i stället."),
        NotTaken.BUSY: _("Många skickar foton just nu. Vänta en stund och försök igen."),
        NotTaken.SENT: _("Din text är redan skickad. Skicka fotot i ett nytt meddelande."),
    }  # fmt: skip
    return marked(words[why])


def staff_trouble(why: NotTaken) -> str:
    """The same for staff."""
    return STAFF[why]


def size(number: int) -> Markup:
    """«230 kB», or «1,4 MB» from a million on."""
    if number >= 1_000_000:
        shown = format_decimal(number / 1_000_000, "0.0", locale=i18n.locale()) + " MB"
    else:
        shown = f"{max(1, round(number / 1000))} kB"
    return isolated(shown)


def init_app(app: Flask) -> None:
    app.add_template_filter(trouble, "paper_trouble")
    app.add_template_filter(staff_trouble, "staff_paper_trouble")
    app.add_template_filter(size, "file_size")

"""The letter in which a code is sent: in her language and in Swedish, with pictures of the two steps, to print."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import g
from markupsafe import Markup

from portal import i18n, qr
from portal.environments import render
from portal.i18n import Language
from portal.people.invitation import Invitation
from portal.places import STATIC


def letter(
    invitation: Invitation, base_url: str, *, stands_alone: bool, back: str | None = None
) -> str:
    """The letter as a page. Her name stands on the envelope only.

    `stands_alone`: a file of its own, which nothing of ours can be asked from; else a page of the portal, with a
    way `back` and a button that prints it, which are not printed themselves.
    """
    address = f"{base_url}/sign-in/code"
    known = i18n.languages()
    hers = known.get(invitation.language, known[i18n.SOURCE])
    written = dict.fromkeys([hers, known[i18n.SOURCE]])
    context = {
        "invitation": invitation,
        "address": address,
        "picture": qr.picture(f"{address}?code={invitation.code}"),
        "contact": invitation.contact,
        "municipality": invitation.municipality,
    }
    sections = [_section(language, context) for language in written]
    looks = Markup((STATIC / "letter.css").read_text(encoding="utf-8"))  # noqa: S704 (a file of ours)
    with written_in(hers):
        return render(
            "letters/invitation.html",
            {"sections": sections, "looks": looks if stands_alone else None, "back": back},
        )


def _section(language: Language, context: dict[str, object]) -> Markup:
    with written_in(language):
        return Markup(i18n.once_a_page(render("letters/_in_one_language.html", dict(context))))  # noqa: S704 (rendered)


@contextmanager
def written_in(language: Language) -> Iterator[None]:
    """Make everything in the block speak that language."""
    before = i18n.language()
    g.language = language
    try:
        yield
    finally:
        g.language = before

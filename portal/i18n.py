"""The languages of the portal, and text that exists in several of them.

* What the portal says is Swedish in code and templates, translated with gettext (domain `messages`).
* What the municipality's file says is translated in a second domain, `content`.
* What a person wrote is data, and keeps its language; see `portal.writing`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from gettext import NullTranslations
from pathlib import Path

from babel import Locale
from babel.support import Translations
from flask import Flask, g, has_request_context, request, session
from flask_babel import Babel, get_domain, get_locale
from flask_login import current_user
from markupsafe import Markup, escape

from portal.places import TRANSLATIONS
from portal.writing import Passage, Writing

SOURCE = "sv"
FOREIGN = Markup('<span lang="{}" dir="{}">{}</span>')
IN_BRACKETS = re.compile(r'\s*\((?:<a [^>]*>)?<bdi lang="sv">([^<]*)</bdi>(?:</a>)?\)')


@dataclass(frozen=True)
class Language:
    """A language people may choose. `code` is BCP 47, `babel` the name it has in Babel and in translations/."""

    code: str
    babel: str
    endonym: str
    swedish: str
    is_checked: bool = False
    """Whether a native speaker has read the translation; the language menu says so when not."""

    @cached_property
    def dir(self) -> str:
        return Passage("", self.code).dir


TABLE = (
    Language("sv", "sv", "Svenska", "svenska", is_checked=True),
    Language("en", "en_GB", "English", "engelska"),
    Language("ar", "ar", "العربية", "arabiska"),
    Language("so", "so", "Soomaali", "somaliska"),
    Language("ti", "ti", "ትግርኛ", "tigrinja"),
    Language("fa", "fa", "فارسی", "persiska"),
    Language("prs", "fa_AF", "دری", "dari"),
    Language("uk", "uk", "Українська", "ukrainska"),
)


@cache
def languages(folder: Path = TRANSLATIONS) -> dict[str, Language]:
    """The languages that can be chosen: Swedish, and those of the table that have a folder in translations/."""
    return {
        language.code: language
        for language in TABLE
        if language.code == SOURCE or (folder / language.babel / "LC_MESSAGES").is_dir()
    }


def endonym(code: str) -> str:
    """What speakers of a language call it; the code itself when it is not in the table."""
    return next((language.endonym for language in TABLE if language.code == code), code)


def choose_language() -> str:
    """The language this visitor reads (BCP 47).

    Staff pages are Swedish. Else what she chose, what her case file says (also from the moment that her
    code is known), what was chosen on this phone, what the phone asks for, and Swedish; always one that the portal has.
    """
    if not has_request_context():
        return SOURCE
    wishes = [
        *getattr(current_user, "reads", ()),
        session.get("language"),
        request.cookies.get("language"),
    ]
    for wish in wishes:
        if wish in languages():
            return str(wish)
    known = phone_names(languages())
    return known[request.accept_languages.best_match(list(known), default=SOURCE) or SOURCE]


def phone_names(among: Mapping[str, Language]) -> dict[str, str]:
    """What phones call our languages, and our codes: a phone in Dari asks for «fa-AF», not «prs»."""
    by_babel = {one.babel.replace("_", "-"): one.code for one in among.values()}
    return by_babel | {code: code for code in among}


def language() -> Language:
    """The language of the page being made."""
    if "language" not in g:
        g.language = languages()[choose_language()]
    chosen: Language = g.language
    return chosen


@cache
def message_catalogue(babel_name: str, folder: Path = TRANSLATIONS) -> NullTranslations:
    """The translations of what the portal says, in one language; empty for Swedish."""
    return Translations.load(str(folder), [babel_name], domain="messages")


@cache
def content_catalogue(babel_name: str, folder: Path = TRANSLATIONS) -> NullTranslations:
    """The translations of the municipality's texts in one language; empty for Swedish."""
    return Translations.load(str(folder), [babel_name], domain="content")


def gettext(text: str, **values: object) -> str:
    """A text of ours in the language of the page, which is settled once a request and not asked at each word."""
    found = message_catalogue(language().babel).gettext(text)
    return found % values if values else found


def ngettext(one: str, many: str, num: int) -> str:
    """A text of ours about so many of something."""
    return message_catalogue(language().babel).ngettext(one, many, num) % {"num": num}


def for_reader(writing: Writing) -> Passage:
    """The passage of a text that this visitor is shown, with its language.

    A translation that came with the text goes first, then the `content` catalogue, then the words as they were written.
    """
    return in_language(writing, language())


def in_language(writing: Writing, reader: Language) -> Passage:
    """The passage of a text that readers of this language are shown; a translation that is outdated is not."""
    passage = writing.for_reader(reader.code)
    if passage.lang == reader.code or writing.language != SOURCE:
        return passage
    found = in_catalogue(writing.original, reader)
    return Passage(found, reader.code, is_original=False) if found else passage


def in_catalogue(text: str, reader: Language) -> str | None:
    """What the `content` catalogue has for a Swedish text; None when it has nothing."""
    found = content_catalogue(reader.babel).gettext(text)
    return found if found != text else None


def said(writing: Writing) -> Markup:
    """A text of the municipality's or of a person's as HTML; in another language than the page's it says which."""
    return said_in(writing, language())


def said_in(writing: Writing, reader: Language) -> Markup:
    """The same for readers of one language."""
    passage = in_language(writing, reader)
    if passage.lang == reader.code:
        return marked(passage.text)
    return FOREIGN.format(passage.html_lang, passage.dir, passage.text)


def marked(text: str) -> Markup:
    """A translation whose Swedish official words, written [[so]], are marked as Swedish and kept in one piece."""
    return Markup(swedish_words(str(escape(text))))  # noqa: S704 (escaped above)


def once_a_page(html: str) -> str:
    """The page with each Swedish official word in brackets only the first time it stands there."""
    seen: set[str] = set()

    def first(found: re.Match[str]) -> str:
        if found[1] in seen:
            return ""
        seen.add(found[1])
        return found[0]

    return IN_BRACKETS.sub(first, html)


def swedish_words(text: str) -> str:
    """Mark the Swedish official words in a translation as HTML does."""
    return text.replace("[[", '<bdi lang="sv">').replace("]]", "</bdi>")


def init_app(app: Flask) -> None:
    """Tell Flask-Babel which language a page is in, and give templates `lang`, `dir` and passages."""
    app.config.update(
        BABEL_DEFAULT_LOCALE=SOURCE,
        BABEL_DEFAULT_TIMEZONE="Europe/Stockholm",
        BABEL_TRANSLATION_DIRECTORIES=str(TRANSLATIONS),
    )
    Babel(app, locale_selector=lambda: language().babel if has_request_context() else SOURCE)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: swedish_words(get_domain().get_translations().ugettext(text)),
        lambda one, many, count: swedish_words(
            get_domain().get_translations().ungettext(one, many, count)
        ),
        newstyle=True,
    )
    app.jinja_env.globals.update(
        language=language, languages=languages, locale=get_locale, said=said
    )
    app.jinja_env.filters.update(for_reader=for_reader, endonym=endonym, marked=marked)


def locale() -> Locale:
    """Babel's locale of the page being made."""
    return _parsed(language().babel)


def locale_of(reader: Language) -> Locale:
    """Babel's locale of a language that is not the page's."""
    return _parsed(reader.babel)


@cache
def _parsed(babel_name: str) -> Locale:
    return Locale.parse(babel_name)

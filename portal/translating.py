"""The catalogues of translations: what is to be translated, and bringing every language up to date.

    python -m portal.translating      # writes the .pot files, and updates every .po file

Two domains: `messages` is what the portal says, `content` what the municipality's file and the questionnaires say.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from portal.feedback.questions import YES_NO
from portal.feedback.shipped import FILES as QUESTIONNAIRES
from portal.i18n import SOURCE, TABLE
from portal.places import DEMO, TEMPLATES, TRANSLATIONS
from portal.words.glossary import WORDS

DOMAINS = ("messages", "content")
NEVER_TRANSLATED = ("templates/caseload/**", "templates/staff.html")
"""Staff pages are Swedish only."""
TEMPLATE_HEADER = b"""\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
"""Without a date, so that a template changes only when a text does."""
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None}


def messages() -> Catalog:
    """Every text that code and templates say."""
    catalogue = _empty()
    root = TEMPLATES.parent
    mapping = [("portal/**.py", "python"), ("templates/**.html", "jinja2")]
    mapping = [*((pattern, "ignore") for pattern in NEVER_TRANSLATED), *mapping]
    for folder in ("portal", "templates"):
        found = extract_from_dir(
            root / folder,
            [
                (pattern.removeprefix(f"{folder}/"), method)
                for pattern, method in mapping
                if pattern.startswith(folder)
            ],
            keywords=KEYWORDS,
            comment_tags=("NOTE:",),
            strip_comment_tags=True,
        )
        for name, _line, message, comments, _context in found:
            place = f"{folder}/{Path(name).as_posix()}"
            catalogue.add(message, locations=[(place, 0)], auto_comments=comments)
    for word in WORDS:
        catalogue.add(str(word.meaning), auto_comments=[f"What «{word.swedish}» means."])
    return catalogue


def content(file: Path = DEMO / "timra.yaml") -> Catalog:
    """Every text of the municipality's file and of the shipped questionnaires, with where it stands."""
    catalogue = _empty()
    for place, text in _texts(yaml.safe_load(file.read_text(encoding="utf-8")), ""):
        catalogue.add(text, auto_comments=[place])
    for shipped in QUESTIONNAIRES:
        said = yaml.safe_load(shipped.read_text(encoding="utf-8"))
        for place, text in _texts(said, f"questionnaire {shipped.stem}"):
            catalogue.add(text, auto_comments=[place])
    for option in YES_NO:
        catalogue.add(option.text.original, auto_comments=["an answer to a question"])
    return catalogue


def update(folder: Path = TRANSLATIONS) -> None:
    """Write both templates, and bring every language's catalogues up to date; what is gone is dropped."""
    for domain, template in zip(DOMAINS, (messages(), content()), strict=True):
        _write(folder / f"{domain}.pot", template)
        for language in TABLE:
            path = folder / language.babel / "LC_MESSAGES" / f"{domain}.po"
            if language.code != SOURCE and path.parent.is_dir():
                _write(path, _updated(path, template, language.babel))


def _updated(path: Path, template: Catalog, locale: str) -> Catalog:
    if not path.exists():
        catalogue = _empty(locale, UNCHECKED)
    else:
        with path.open("rb") as file:
            catalogue = read_po(file, locale=locale)
    # A new date on every run would be a conflict between translators.
    made = catalogue.creation_date
    catalogue.update(template, no_fuzzy_matching=True, update_header_comment=False)
    catalogue.creation_date = made
    catalogue.obsolete.clear()
    return catalogue


UNCHECKED = (
    "# Translation of the participant portal.\n"
    "# NOT CHECKED: no native speaker has read this translation. The language menu says so.\n"
    "# When one has: remove these lines, and set is_checked for the language in portal/i18n.py."
)


def _write(path: Path, catalogue: Catalog) -> None:
    is_template = path.suffix == ".pot"
    with path.open("wb") as file:
        if is_template:
            file.write(TEMPLATE_HEADER)
        write_po(
            file,
            catalogue,
            width=0,
            include_lineno=False,
            omit_header=is_template,
            sort_output=False,
        )


def _empty(locale: str | None = None, comment: str = "") -> Catalog:
    return Catalog(
        locale=locale,
        header_comment=comment,
        project="Min väg",
        version="1",
        copyright_holder="",
        msgid_bugs_address="",
        last_translator="",
        language_team="",
        fuzzy=False,
    )


def _texts(value: object, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        if set(value) == {SOURCE}:
            yield place, value[SOURCE]
            return
        for key, inner in value.items():
            yield from _texts(inner, f"{place}.{key}".lstrip("."))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            name = inner.get("key", number) if isinstance(inner, dict) else number
            yield from _texts(inner, f"{place}[{name}]")


if __name__ == "__main__":
    update()
    sys.exit(0)

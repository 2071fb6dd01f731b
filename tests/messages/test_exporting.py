"""What is taken out for the case file: whole, with who and when, and by reference where her data are protected."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.messages import classifying, exporting, extract_pdf, read_marks, sending, subjects
from portal.messages.exporting import Extract, Span, as_text
from portal.messages.extract_pdf import as_pdf
from portal.messages.models import Classification, MessageKind, Thread
from portal.messages.sending import Sent, words
from portal.people.models import Participant
from portal.writing import Translated, Writing
from tests.cast import Cast

TUESDAY = datetime(2026, 11, 24, 9, tzinfo=UTC)
LATER = TUESDAY + timedelta(hours=2)
AFTER = TUESDAY + timedelta(days=4)
ARABIC = "متى تأتي النقود؟\nاتصل بي 070-000 00 02"


def written(db: Session, cast: Cast, whose: Participant | None = None) -> Thread:
    """She asks in Arabic, it is translated, Karin answers with a phrase and then by phone."""
    hers = whose or cast.amina
    asked = sending.from_her(
        db, hers, subjects.MONEY, Sent(words(ARABIC), "1", is_urgent=True), now=TUESDAY
    )
    assert asked.body
    who = Translated("Hodan Ali", "2026-11-24")
    asked.body = asked.body.with_translation("sv", "När kommer pengarna?\nRing mig.", who)
    read_marks.read_by_staff(db, cast.karin, hers, 1, now=LATER)
    phrase = Writing({"sv": "Pengarna kommer fredag.", "ti": "ዓርቢ", "so": "Jimce"})
    sent = Sent(phrase, "2", phrase="money-comes")
    sending.from_staff(db, cast.karin, hers, subjects.MONEY, sent, now=LATER)
    thread = db.scalars(sa.select(Thread).where(Thread.participant_id == hers.id)).one()
    sending.settled_otherwise(
        db, cast.karin, thread, MessageKind.BY_PHONE, Sent(None, "3"), now=AFTER
    )
    db.commit()
    return thread


def extract(db: Session, cast: Cast) -> Extract:
    return exporting.of_thread(db, cast.karin, written(db, cast), now=AFTER)


def test_the_text_says_who_wrote_what_and_when_and_who_translated_it(
    db: Session, cast: Cast
) -> None:
    cast.amina.chosen_language = "ti"
    text = as_text(extract(db, cast))
    assert (
        text.replace("\r\n", "\n")
        == """\
Meddelanden ur deltagarportalen

Kommun: Timrå kommun
Deltagare: Amina Warsame (A-1)
Ämne: Pengar
Klassning: Inte klassad
Antal meddelanden: 3
Uttaget: 2026-11-28 10:00 av Karin Berg, Socialsekreterare, Enheten för försörjningsstöd
Tider: svensk tid

------------------------------------------------------------
1. 2026-11-24 10:00, Deltagaren, Amina Warsame

[Skrivet: språket är inte angivet]
متى تأتي النقود؟
اتصل بي 070-000 00 02

[Översatt till svenska av Hodan Ali, 2026-11-24]
När kommer pengarna?
Ring mig.

Deltagaren skrev att det var bråttom.
Läst 2026-11-24 12:00 av Karin Berg.

------------------------------------------------------------
2. 2026-11-24 12:00, Karin Berg, Socialsekreterare, Enheten för försörjningsstöd

[Skrivet: svenska]
Pengarna kommer fredag.

[På tigrinja: färdig text i portalen]
ዓርቢ

Inte läst ännu.

------------------------------------------------------------
3. 2026-11-28 10:00, Karin Berg, Socialsekreterare, Enheten för försörjningsstöd: besvarade på telefon

Inte läst ännu.

------------------------------------------------------------
Slut på utdraget.
"""
    )


def test_somebody_whose_data_are_protected_stands_there_by_reference(
    db: Session, cast: Cast
) -> None:
    thread = written(db, cast, cast.farid)
    found = exporting.of_thread(db, cast.sara, thread, now=AFTER)
    text = as_text(found)
    assert "Farid" not in text and "Noori" not in text and "F-1" in text
    assert b"Farid" not in as_pdf(found, now=AFTER)


def test_no_address_of_anybody_stands_in_it(db: Session, cast: Cast) -> None:
    cast.karin.email = "karin@example.org"
    assert "@" not in as_text(extract(db, cast))


def test_what_a_machine_translated_says_so_and_an_outdated_translation_is_not_there(
    db: Session, cast: Cast
) -> None:
    thread = written(db, cast)
    first, second = thread.messages[0], thread.messages[1]
    assert first.body and second.body
    first.body = first.body.with_translation("sv", "Pengar?", Translated("", "2026-11-24"))
    cast.amina.chosen_language = "so"
    old = Translated("Hodan Ali", "2026-11-24", is_outdated=True)
    second.body = replace(second.body, translated={"so": old})
    db.commit()
    text = as_text(exporting.of_thread(db, cast.karin, thread, now=AFTER))
    assert "[Översatt till svenska av en dator, inte läst av någon, 2026-11-24]" in text
    assert "Jimce" not in text


def test_a_span_takes_what_was_sent_on_its_days_in_every_thread(db: Session, cast: Cast) -> None:
    thread = written(db, cast)
    classifying.classify(db, cast.karin, thread, Classification.CASE_FILE, now=AFTER)
    late = datetime(2026, 11, 25, 22, 59, tzinfo=UTC)  # one minute to midnight in Sweden
    sending.from_her(db, cast.amina, subjects.WORK, Sent(words("Sent"), "4"), now=late)
    db.commit()

    def of(first: date | None, last: date | None) -> list[str]:
        found = exporting.of_span(db, cast.karin, cast.amina, Span(first, last), now=AFTER)
        return [one.heading.split(".")[0] for one in found.entries]

    assert of(None, None) == ["1", "2", "3", "4"]
    assert of(date(2026, 11, 25), date(2026, 11, 25)) == ["4"]
    assert of(date(2026, 11, 26), None) == ["3"]
    assert of(None, date(2026, 11, 24)) == ["1", "2"]
    text = as_text(exporting.of_span(db, cast.karin, cast.amina, Span(), now=AFTER))
    assert "Ämne: Pengar. Till personakten, 2026-11-28 10:00, Karin Berg." in text
    assert "Ämne: Arbete. Inte klassad." in text


def test_a_long_thread_costs_as_many_questions_as_a_short_one(db: Session, cast: Cast) -> None:
    thread = written(db, cast)
    asked: list[str] = []
    event.listen(db.get_bind(), "before_cursor_execute", lambda *it: asked.append(it[2]))

    def cost() -> int:
        db.expire_all()
        before = len(asked)
        exporting.of_thread(db, cast.karin, thread, now=AFTER)
        return len(asked) - before

    few = cost()
    for number in range(4, 30):
        sent = Sent(words("Hallå?"), str(number))
        sending.from_her(db, cast.amina, subjects.MONEY, sent, now=AFTER)
    db.commit()
    assert cost() == few


def test_the_file_is_called_by_the_reference_and_the_day(db: Session, cast: Cast) -> None:
    assert extract(db, cast).name == "meddelanden-A-1-2026-11-28"
    cast.bashir.key = "ÅÄÖ/1 2"
    span = exporting.of_span(db, cast.lars, cast.bashir, Span(), now=AFTER)
    assert span.name == "meddelanden-AAO-1-2-2026-11-28"
    cast.bashir.key = "ሀ"
    span = exporting.of_span(db, cast.lars, cast.bashir, Span(), now=AFTER)
    assert span.name == "meddelanden-utdrag-2026-11-28"


def test_the_pdf_has_pages_and_every_letter_of_the_portals_languages(
    db: Session, cast: Cast
) -> None:
    found = extract(db, cast)
    made = as_pdf(found, now=AFTER)
    assert made.startswith(b"%PDF-") and len(made) < 200_000
    many = replace(found, entries=found.entries * 30)
    assert as_pdf(many, now=AFTER).count(b"/Type /Page\n") > 3


@pytest.mark.parametrize(
    "words",
    [
        "Å ä ö é «»–…",
        "متى تأتي النقود؟ عقد الإيجار",
        "پول چه وقت می‌آید؟ گچپژ",
        "ړښټ",
        "ገንዘብ መዓስ ይመጽእ፧ ።",
        "Коли прийдуть гроші? ґєії",
        "Lacagta goorma ayay imanaysaa?",
        "\u206609:30\u2069",
        extract_pdf.LACKS,
    ],
)
def test_no_letter_of_ours_is_missing(words: str) -> None:
    assert all(extract_pdf._is_known(sign) for sign in words)


def test_a_sign_that_no_font_has_is_a_question_mark_with_a_note_and_never_nothing() -> None:
    paper = extract_pdf._Paper(Extract("Titel", [], [], "namn"), AFTER)
    assert paper._shown("Tack 😀\tnu") == "Tack [?] nu"
    assert paper.has_missing


def test_lines_break_between_words_and_a_word_wider_than_the_page_is_broken_too() -> None:
    paper = extract_pdf._Paper(Extract("Titel", [], [], "namn"), AFTER)
    text = "En mening med flera ord. " * 20 + "https://" + "x" * 200
    *lines, (last, fits) = paper._lines(text)
    assert " ".join([*(line for line, _ in lines), last]) == text
    assert len(lines) > 3 and all(has_room for _, has_room in lines)
    assert not fits
    paper.say(text)


@pytest.mark.parametrize(
    ("line", "is_from_the_right"),
    [("سلام", True), ("123 سلام", True), ("Hej سلام", False), ("123", False), ("", False)],
)
def test_a_line_of_an_unknown_language_runs_as_its_first_letter_says(
    line: str, is_from_the_right: bool
) -> None:
    passage = Writing.in_("und", line or " ").for_reader("sv")
    assert extract_pdf._runs_from_the_right(line, passage) is is_from_the_right

"""How an extract for the case file says who, when and what: Swedish only, plain words, no colours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from unicodedata import normalize
from uuid import UUID

from portal import clock
from portal.i18n import TABLE
from portal.messages.attachment_models import AttachmentState
from portal.messages.models import Classification, Message, MessageKind, Thread
from portal.messages.staff_words import subject as subject
from portal.people.models import Participant, Staff
from portal.writing import UNKNOWN_LANGUAGE, Passage

TITLE = "Meddelanden ur deltagarportalen"
ZONE = "svensk tid"
END = "Slut på utdraget."
KINDS = {
    MessageKind.BY_PHONE: "besvarade på telefon",
    MessageKind.READ_ONLY: "läste; behöver inget svar",
}
CLASSES = {
    Classification.UNDECIDED: "Inte klassad",
    Classification.CASE_FILE: "Till personakten",
    Classification.MINOR: "Av ringa betydelse",
}
STATES = {
    AttachmentState.CHECKING: "kontrolleras",
    AttachmentState.READY: "finns i portalen",
    AttachmentState.REFUSED: "stoppad av viruskontrollen",
}


def when(at: datetime) -> str:
    """«2026-11-24 10:02», on the wall in Sweden; in the hour that comes twice it says which."""
    local = clock.local(at)
    return f"{local:%Y-%m-%d %H:%M}" + (" (vintertid)" if local.fold else "")


def whose(hers: Participant) -> str:
    """Name and reference; only the reference when her data are protected."""
    return hers.key if hers.is_protected else f"{hers.name} ({hers.key})"


def signed(staff: Staff) -> str:
    """A member of staff with title and unit."""
    return f"{staff.name}, {staff.role.name.original}, {staff.organisation.name.original}"


def heading(message: Message, hers: Participant) -> str:
    """«3. 2026-11-24 10:02, Karin Berg, Socialsekreterare, …»."""
    who = signed(message.staff) if message.staff else f"Deltagaren, {hers.staff_label}"
    done = KINDS.get(message.kind)
    return f"{message.number}. {when(message.sent_at)}, {who}" + (f": {done}" if done else "")


def notes(message: Message, readers: Mapping[UUID, Staff]) -> Iterator[str]:
    """What else is known of a message: that it was urgent, its papers, and when the other side had read it."""
    if message.is_urgent:
        yield "Deltagaren skrev att det var bråttom."
    if message.batch_id:
        yield "Skickat till flera. Var och en fick det i sitt eget samtal."
    for paper in message.attachments:
        size = max(1, round(paper.size / 1000))
        yield f"Bilaga {paper.position + 1}: {paper.content_type}, {size} kB, {STATES[paper.state]}"
    if message.read_at is None:
        yield "Inte läst ännu."
        return
    reader = readers.get(message.read_by_id) if message.read_by_id else None
    by = reader.name if reader else "deltagaren" if message.staff_id else "personalen"
    yield f"Läst {when(message.read_at)} av {by}."


def belongs(thread: Thread) -> str:
    return f"Ämne: {subject(thread.subject)}. {classified(thread)}."


def classified(thread: Thread) -> str:
    """What the thread was said to be, by whom and when."""
    said = CLASSES[thread.classification]
    if thread.classified_at is None or thread.classified_by is None:
        return said
    return f"{said}, {when(thread.classified_at)}, {thread.classified_by.name}"


def span(first: date | None, last: date | None) -> str:
    """Which days."""
    if first is None and last is None:
        return "hela samtalet"
    return " ".join(
        part
        for part in (
            f"från och med {first.isoformat()}" if first else "",
            f"till och med {last.isoformat()}" if last else "",
        )
        if part
    )


def language_name(code: str) -> str:
    if code == UNKNOWN_LANGUAGE:
        return "språket är inte angivet"
    return next((one.swedish for one in TABLE if one.code == code), code)


def written_in(passage: Passage) -> str:
    return f"Skrivet: {language_name(passage.lang)}"


def translated_into(passage: Passage, *, is_ready_made: bool) -> str:
    """Into which language, and who made the translation and when."""
    into, made = language_name(passage.lang), passage.translated
    if made is None:
        return f"På {into}: färdig text i portalen" if is_ready_made else f"På {into}"
    by = "en dator, inte läst av någon" if made.is_machine else made.by
    return f"Översatt till {into} av {by}, {made.on}"


def file_name(hers: Participant, on: date) -> str:
    """What the file is called: the reference and the day, never a name."""
    plain = normalize("NFKD", hers.key).encode("ascii", "ignore").decode()
    return f"meddelanden-{re.sub(r'[^A-Za-z0-9]+', '-', plain).strip('-') or 'utdrag'}-{on}"


TROUBLE = {
    "missing": "Välj vad som ska hända med tråden.",
    "waits": "Deltagaren väntar på svar i den här tråden. Svara först, eller skriv att den inte behöver något svar."
    " Sedan kan du klassa den.",
    "too-late": "Det går att ångra i en minut, och så länge deltagaren inte har skrivit om samma sak igen."
    " Du kan klassa tråden på ett annat sätt i stället.",
}


def trouble(reason: str) -> str:
    """Why it could not be done, and what to do instead."""
    return TROUBLE[reason]

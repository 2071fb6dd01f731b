"""What notices say fits one SMS, holds nothing about anybody, and looks alike from outside, in every language."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from portal import i18n
from portal.notice_settings import LONGEST_HOST
from portal.notifications import sms_length, texts
from portal.notifications.carrying import Letter
from portal.notifications.models import NoticeKind
from portal.notifications.push import LENGTH, payload

LONGEST = "https://" + "m" * LONGEST_HOST
LANGUAGES = sorted(i18n.languages())
YEAR = [datetime(2026, 1, 1, 10, 30, tzinfo=UTC) + timedelta(days=11 * week) for week in range(33)]


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_text_fits_one_sms_with_the_longest_name_and_on_any_day(code: str) -> None:
    language = i18n.languages()[code]
    said = [texts.words(kind, language, base_url=LONGEST).sms for kind in NoticeKind]
    said += [
        texts.words(NoticeKind.REMINDER_DAY, language, base_url=LONGEST, happens_at=day).sms
        for day in YEAR
    ]
    said.append(texts.words(NoticeKind.ADDRESS_CODE, language, base_url=LONGEST, code="888888").sms)
    too_long = {
        one: sms_length.room_taken(one) for one in said if not sms_length.fits_one_part(one)
    }
    assert not too_long


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_time_of_day_stands_only_where_she_asked_for_it(code: str) -> None:
    language = i18n.languages()[code]
    plain = texts.words(NoticeKind.REMINDER_DAY, language, base_url=LONGEST)
    timed = texts.words(NoticeKind.REMINDER_DAY, language, base_url=LONGEST, happens_at=YEAR[20])
    assert "12:30" in timed.sms
    assert "12:30" in timed.news
    assert "12:30" not in plain.sms + plain.news + plain.mail


def test_a_push_notice_is_as_long_whatever_it_says() -> None:
    lengths = set()
    for language in i18n.languages().values():
        for kind in NoticeKind:
            for happens_at in (None, YEAR[20]):
                words = texts.words(kind, language, base_url=LONGEST, happens_at=happens_at)
                letter = Letter("k" * 40, "t" * 64, words, timedelta(hours=1))
                lengths.add(len(payload(letter)))
    assert lengths == {LENGTH}


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("a" * 160, (160, 160)),
        ("åäöÅÄÖ é ñ", (10, 160)),
        ("{€}", (6, 160)),
        ("ç", (1, 70)),
        ("سلام", (4, 70)),
        ("👋", (2, 70)),
    ],
)
def test_how_much_room_a_text_takes(text: str, taken: tuple[int, int]) -> None:
    assert sms_length.room_taken(text) == taken

"""Push notices as a push service gets them: sealed for one phone, of one length, from nobody but us, to nobody else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from portal import clock, i18n
from portal.notifications import push, texts
from portal.notifications.carrying import Gone, Letter, Permanent, Retry, Silent
from portal.notifications.models import NoticeKind
from portal.notifications.push import Phone, Push
from tests.notifications.postmen import AUTH, P256DH
from tests.notifications.push_service import PushService, Subscriber, claims, push_service

KEY = push.new_key()


@pytest.fixture
def service() -> Iterator[PushService]:
    with push_service() as found:
        yield found


def letter(code: str = "sv", kind: NoticeKind = NoticeKind.MESSAGE) -> Letter:
    words = texts.words(kind, i18n.languages()[code], base_url="https://minvag.example.org")
    return Letter("k" * 40, "t" * 64, words, timedelta(hours=3))


def sender(service: PushService) -> Push:
    return Push(KEY, "mailto:portal@example.org", [service.host])


def test_only_the_phone_reads_it_and_it_says_nothing_of_anybody(service: PushService) -> None:
    hers = Subscriber()
    sender(service).send(hers.phone(f"{service.origin}/hers"), letter("ar"))
    [(_, headers, body)] = service.came
    said = json.loads(hers.opened(body))
    assert set(said) == {"title", "body", "lang", "dir", "id"}
    assert (said["lang"], said["dir"]) == ("ar", "rtl")
    assert headers["content-encoding"] == "aes128gcm"
    assert headers["ttl"] == "10800"
    assert headers["topic"] == "t" * 32
    assert headers["urgency"] == "normal"


def test_the_push_service_sees_one_length_for_everything(service: PushService) -> None:
    hers, through = Subscriber(), sender(service)
    for code in i18n.languages():
        for kind in (NoticeKind.MESSAGE, NoticeKind.REMINDER_DAY):
            through.send(hers.phone(f"{service.origin}/hers"), letter(code, kind))
    assert len({len(body) for _, _, body in service.came}) == 1


def test_each_push_service_is_told_that_it_is_meant(service: PushService) -> None:
    """The library notes the receiver in what it was given: a second one would get a token made for the first."""
    with push_service() as other:
        through = Push(KEY, "mailto:portal@example.org", [service.host, other.host])
        for one in (service, other):
            through.send(Subscriber().phone(f"{one.origin}/phone"), letter())
            said = claims(one.came[0][1], push.public_key(KEY))
            assert said["aud"] == one.origin
            assert said["sub"] == "mailto:portal@example.org"
            assert 0 < said["exp"] - clock.now().timestamp() <= 24 * 3600


@pytest.mark.parametrize(
    ("status", "headers", "answer"),
    [
        (404, {}, Gone),
        (410, {}, Gone),
        (400, {}, Permanent),
        (413, {}, Permanent),
        (429, {"Retry-After": "120"}, Retry),
        (500, {}, Retry),
        (503, {}, Retry),
    ],
)
def test_what_a_push_service_answers(
    service: PushService, status: int, headers: dict[str, str], answer: type[Exception]
) -> None:
    service.answers.append((status, headers))
    with pytest.raises(answer) as refused:
        sender(service).send(Subscriber().phone(f"{service.origin}/phone"), letter())
    assert type(refused.value) is answer
    if headers:
        assert isinstance(refused.value, Retry)
        assert refused.value.after == timedelta(minutes=2)


def test_nobody_is_followed_elsewhere(service: PushService) -> None:
    with push_service() as elsewhere:
        service.answers.append((307, {"Location": f"{elsewhere.origin}/inside"}))
        with pytest.raises(Permanent):
            sender(service).send(Subscriber().phone(f"{service.origin}/phone"), letter())
        assert not elsewhere.came


def test_a_push_service_that_is_not_there_is_silence() -> None:
    with push_service() as service:
        pass
    with pytest.raises(Silent):
        sender(service).send(Subscriber().phone(f"{service.origin}/phone"), letter())


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc:def",
        "https://updates.push.services.mozilla.com/wpush/v2/abc",
        "https://web.push.apple.com/abc",
        "https://wns2-par02p.notify.windows.com/w/?token=abc",
    ],
)
def test_the_push_services_of_browsers_are_known(endpoint: str) -> None:
    assert Phone(endpoint, P256DH, AUTH).fault() is None


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "http://fcm.googleapis.com/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://169.254.169.254/latest/meta-data",
        "https://localhost/x",
        "https://example.org/x",
        "https://fcm.googleapis.com.example.org/x",
        "https://evil-fcm.googleapis.com/x",
        "https://push.services.mozilla.com/x",
        "https://fcm.googleapis.com:8080/x",
        "https://fcm.googleapis.com@example.org/x",
        "https://name:word@fcm.googleapis.com/x",
        "https://fcm.googleapis.com\\@example.org/x",
        "https://fcm.googleapis.com:99999/x",
        "https://fcm.googleapis.com/" + "x" * 1000,
        "https://fcm.googleapis.com/x\r\nHost: a",
        "file:///etc/passwd",
        "https://fcm.googleapis.com./x",
        "https://web.push.apple.com%2eexample.org/x",
    ],
)
def test_nothing_else_is_ever_asked(endpoint: str) -> None:
    assert Phone(endpoint, P256DH, AUTH).fault() == "address"
    with pytest.raises(Gone):
        Push(KEY, "mailto:portal@example.org").send(Phone(endpoint, P256DH, AUTH), letter())


@pytest.mark.parametrize(
    ("p256dh", "auth"),
    [("", AUTH), (P256DH, ""), ("abc", AUTH), (AUTH, AUTH), ("é", AUTH), (P256DH, P256DH)],
)
def test_keys_that_are_none_are_refused(p256dh: str, auth: str) -> None:
    assert Phone("https://fcm.googleapis.com/x", p256dh, auth).fault() == "keys"


def test_a_point_that_is_not_on_the_curve_ends_that_phone(service: PushService) -> None:
    phone = Phone(f"{service.origin}/x", "B" + "A" * 86, AUTH)
    assert phone.fault([service.host]) is None
    with pytest.raises(Gone):
        sender(service).send(phone, letter())

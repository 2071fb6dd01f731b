"""What an installation is told about notices: its mail server, its SMS gateway and its key for push notices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

LONGEST_HOST = 26
"""Signs of the portal's host name that one SMS has room for in every language."""
LONGEST_SENDER = 11
"""What an alphanumeric sender may have (3GPP TS 23.040)."""
SHORTEST_TOKEN = 24
SHAPES = ("json", "form")
HERE = frozenset({"127.0.0.1", "localhost"})
Values = Mapping[str, str | None]


@dataclass(frozen=True)
class NoticeSettings:
    """The channels; one that is not named does not exist, and everything else works without it."""

    mail_url: str | None = None
    mail_from: str = ""
    sms_url: str | None = None
    sms_sender: str = "MinVag"
    sms_shape: str = "json"
    vapid_key: str | None = None
    push_hosts: tuple[str, ...] = ()
    """Push services of tests, as `host:port`; never from the environment of a real installation."""
    metrics_token: str = ""
    outbox_file: Path | None = None
    """Of a demo: SMS and mails are written here, and go nowhere."""


def read(values: Values, base_url: str) -> tuple[NoticeSettings, list[str]]:
    """The settings for notices, and one line for each fault."""
    found = NoticeSettings(
        mail_url=values.get("PORTAL_MAIL_URL") or None,
        mail_from=values.get("PORTAL_MAIL_FROM") or f"noreply@{urlsplit(base_url).hostname}",
        sms_url=values.get("PORTAL_SMS_URL") or None,
        sms_sender=values.get("PORTAL_SMS_SENDER") or NoticeSettings.sms_sender,
        sms_shape=values.get("PORTAL_SMS_SHAPE") or NoticeSettings.sms_shape,
        vapid_key=values.get("PORTAL_VAPID_KEY") or None,
        metrics_token=values.get("PORTAL_METRICS_TOKEN") or "",
    )
    return found, [*_mail_faults(found), *_sms_faults(found, base_url), *_other_faults(found)]


def _mail_faults(found: NoticeSettings) -> Iterator[str]:
    if found.mail_url is None:
        return
    parts = _parts(found.mail_url)
    if parts is None or parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        yield "PORTAL_MAIL_URL: must look like smtp://name:password@host:587 or smtps://…:465"
    if not re.fullmatch(r"[\w.+-]+@[\w.-]+", found.mail_from, re.ASCII):
        yield "PORTAL_MAIL_FROM: is no mail address"


def _sms_faults(found: NoticeSettings, base_url: str) -> Iterator[str]:
    if not re.fullmatch(rf"[A-Za-z0-9]{{3,{LONGEST_SENDER}}}", found.sms_sender):
        yield f"PORTAL_SMS_SENDER: three to {LONGEST_SENDER} letters (A–Z) and digits"
    if found.sms_url is None:
        return
    parts = _parts(found.sms_url)
    is_here = parts is not None and parts.scheme == "http" and parts.hostname in HERE
    if parts is None or not parts.hostname or not (parts.scheme == "https" or is_here):
        yield "PORTAL_SMS_URL: must begin with https:// (people's numbers travel on it)"
    if found.sms_shape not in SHAPES:
        yield "PORTAL_SMS_SHAPE: json or form"
    if len(base_url.partition("://")[2].rstrip("/")) > LONGEST_HOST:
        yield (
            f"PORTAL_BASE_URL: an SMS has room for at most {LONGEST_HOST} signs after https://;"
            " choose a shorter name, or leave PORTAL_SMS_URL out"
        )


def _other_faults(found: NoticeSettings) -> Iterator[str]:
    if found.vapid_key is not None and not re.fullmatch(r"[\w-]{43}=?", found.vapid_key, re.ASCII):
        yield "PORTAL_VAPID_KEY: is no key for push notices; make one with: portal push-key"
    if found.metrics_token and len(found.metrics_token) < SHORTEST_TOKEN:
        yield f"PORTAL_METRICS_TOKEN: at least {SHORTEST_TOKEN} signs; make one with: openssl rand -hex 32"


def _parts(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        return parts if parts.port != 0 else None
    except ValueError:
        return None

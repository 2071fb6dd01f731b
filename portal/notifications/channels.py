"""The channels that an installation's settings name."""

from __future__ import annotations

from portal.notifications.delivering import ToAddress, ToPhone, Ways
from portal.notifications.demo_outbox import Paper, PaperAndPhone
from portal.notifications.mail import Mail
from portal.notifications.models import Channel
from portal.notifications.push import Push
from portal.notifications.sms import Sms
from portal.settings import Settings


def ways(settings: Settings) -> Ways:
    """The ways that this installation has. In a demo SMS and mails are only written down."""
    named = settings.notices
    push: ToPhone | None = None
    if named.vapid_key:
        push = Push(named.vapid_key, contact(settings), named.push_hosts)
    if named.outbox_file:
        file = named.outbox_file
        return Ways(
            PaperAndPhone(file, push) if push else None,
            {one: Paper(file, one) for one in (Channel.SMS, Channel.EMAIL)},
        )
    by_address: dict[Channel, ToAddress] = {}
    if named.sms_url:
        by_address[Channel.SMS] = Sms(named.sms_url, named.sms_sender, named.sms_shape)
    if named.mail_url:
        by_address[Channel.EMAIL] = Mail(named.mail_url, named.mail_from)
    return Ways(push, by_address)


def offered(settings: Settings) -> frozenset[Channel]:
    """The channels that she may choose among here."""
    named = settings.notices
    there = {
        Channel.PUSH: named.vapid_key,
        Channel.SMS: named.sms_url or named.outbox_file,
        Channel.EMAIL: named.mail_url or named.outbox_file,
    }
    return frozenset(channel for channel, is_there in there.items() if is_there)


def contact(settings: Settings) -> str:
    """Whom push services may turn to (RFC 8292): the address of the portal, or of its mails."""
    if settings.is_https:
        return settings.base_url
    return f"mailto:{settings.notices.mail_from or 'noreply@example.org'}"

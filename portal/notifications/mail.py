"""E-mail by SMTP: a neutral subject, two sentences, and a file for her calendar when she asked for one."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any
from urllib.parse import unquote, urlsplit

from portal.notifications.carrying import Letter, Permanent, Retry, Silent, Unanswered

SECONDS = 15.0
PORTS = {"smtp": 587, "smtps": 465}
HERE = frozenset({"127.0.0.1", "localhost", "::1"})


class _Plain(smtplib.SMTP):
    """Notes when a whole mail has been written: from then on the server may have taken it."""

    was_written = False

    def send(self, s: Any) -> None:
        super().send(s)
        self.was_written |= isinstance(s, bytes)  # commands are words


class _Sealed(_Plain, smtplib.SMTP_SSL):
    """The same, encrypted from the beginning."""


@dataclass(frozen=True)
class Mail:
    """One mail server, and the address that mails come from."""

    url: str
    sender: str

    def send(self, address: str, letter: Letter) -> None:
        """Hand a mail to the server. Raises `Permanent`, `Retry`, `Silent` and `Unanswered`."""
        message = self.message(address, letter)
        server: _Plain | None = None
        try:
            server = self._open()
            server.send_message(message, self.sender, [address])
        except smtplib.SMTPRecipientsRefused as refused:
            codes = [code for code, _ in refused.recipients.values()]
            raise (Permanent if all(code >= 500 for code in codes) else Retry) from None
        except smtplib.SMTPResponseException as refused:
            is_ours = isinstance(refused, smtplib.SMTPAuthenticationError)
            raise (Permanent if refused.smtp_code >= 500 and not is_ours else Retry) from None
        except smtplib.SMTPNotSupportedError:
            raise Retry from None
        except (OSError, smtplib.SMTPException):
            raise (Unanswered if server and server.was_written else Silent) from None
        finally:
            if server:
                _leave(server)

    def message(self, address: str, letter: Letter) -> EmailMessage:
        """The mail as it travels. Its Message-ID is the same at each try, so that mail programs show it once."""
        words, domain = letter.words, self.sender.rpartition("@")[2]
        message = EmailMessage(policy=SMTP)
        message["From"] = Address(words.title, addr_spec=self.sender)
        message["To"] = Address(addr_spec=address)
        message["Subject"] = words.news
        message["Message-ID"] = f"<{letter.key}@{domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message["X-Auto-Response-Suppress"] = "All"
        message.set_content(words.mail + "\n")
        message["Content-Language"] = words.language.code
        if letter.attachment:
            message.add_attachment(
                letter.attachment.text, maintype="text", subtype="calendar", filename="invite.ics",
                params={"method": letter.attachment.method, "charset": "utf-8"},
            )  # fmt: skip
        return message

    def _open(self) -> _Plain:
        """A connection that nobody reads along with; without a certificate only to this machine."""
        parts = urlsplit(self.url)
        host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
        context = ssl.create_default_context()
        if parts.scheme == "smtps":
            server: _Plain = _Sealed(host, port, timeout=SECONDS, context=context)
        else:
            server = _Plain(host, port, timeout=SECONDS)
        try:
            if parts.scheme == "smtp" and host not in HERE:
                server.starttls(context=context)
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
        except BaseException:
            server.close()
            raise
        return server

    def fault(self) -> str | None:
        """What the server has against us when nothing is sent; None when it lets us in."""
        try:
            with self._open() as server:
                server.noop()
        except smtplib.SMTPAuthenticationError:
            return "the mail server refuses the name or the password"
        except smtplib.SMTPNotSupportedError:
            return "the mail server does not speak in secret (STARTTLS)"
        except (OSError, smtplib.SMTPException):
            return "the mail server does not answer"
        return None


def _leave(server: smtplib.SMTP) -> None:
    """Say goodbye. What the server answers to that changes nothing: the mail was taken before, or was not."""
    with suppress(OSError, smtplib.SMTPException):
        server.quit()
    server.close()

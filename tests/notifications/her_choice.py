"""What she does on the page of her choice, in a line, and what is stored of it."""

from __future__ import annotations

import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.notifications import push, sealing
from portal.notifications.choice_models import (
    NoticeAddress,
    PushSubscription,
)
from portal.notifications.delivering import Office
from portal.notifications.models import Channel
from portal.notifications.worker import drain
from tests.conftest import SECRET
from tests.notifications.postmen import AUTH, P256DH, Postman
from tests.people.ways_in import PIN

ENDPOINT = "https://fcm.googleapis.com/fcm/send/hers"
KEY = push.new_key()


def ask_for_code(phone: FlaskClient, to: str = "070-174 06 22", pin: str = PIN) -> int:
    return phone.post("/me/notices/sms", data={"to": to, "pin": pin}).status_code


def code_that_came(office: Office, postman: Postman) -> str:
    drain(office)
    sms: str = postman.delivered[-1].letter.words.sms
    return sms.split()[0]


def addresses(db: Session) -> list[tuple[Channel, str]]:
    db.rollback()
    found = [
        (one.channel, sealing.opened(SECRET, one.sealed)["to"])
        for one in db.scalars(sa.select(NoticeAddress))
    ]
    db.rollback()
    return found


def subscribe(phone: FlaskClient, endpoint: str = ENDPOINT) -> int:
    data = {"endpoint": endpoint, "p256dh": P256DH, "auth": AUTH}
    return phone.post("/me/notices/phone", data=data).status_code


def phones(db: Session) -> list[PushSubscription]:
    db.expire_all()
    found = list(db.scalars(sa.select(PushSubscription)))
    db.commit()  # looking must not stand in the way of the portal
    return found

"""What she chooses for her phone, read from the form: a PIN, a picture, a nickname that is not her name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from portal.i18n import gettext as _
from portal.people import devices, pictures, pins
from portal.people.models import Participant
from portal.people.sign_in_models import Device
from portal.people.signing_in import Mine


def choice(
    form: Mapping[str, str], participant: Participant, on_phone: Iterable[Device]
) -> tuple[Mine | None, dict[str, str]]:
    """What she chose, or what to do about each field; no picture chosen means that she is given one."""
    pin = pins.normalised(form.get("pin", ""))
    nickname = " ".join(form.get("nickname", "").split())
    faults = _pin_faults(pin, pins.normalised(form.get("pin_again", pin)))
    faults |= _nickname_faults(nickname, participant)
    if faults:
        return None, faults
    picture = form.get("picture", "")
    if picture not in pictures.PICTURES:
        picture = pictures.first_free(device.picture for device in on_phone)
    return Mine(pin, picture, nickname or None), {}


def _pin_faults(pin: str, again: str) -> dict[str, str]:
    match pins.weakness(pin):
        case pins.Weakness.NOT_A_PIN:
            return {"pin": _("Välj 4 till 8 siffror.")}
        case pins.Weakness.TOO_EASY:
            return {"pin": _("Den PIN-koden är lätt att gissa. Välj andra siffror.")}
    if pin != again:
        return {"pin_again": _("Du skrev olika siffror. Skriv samma PIN-kod två gånger.")}
    return {}


def _nickname_faults(nickname: str, participant: Participant) -> dict[str, str]:
    if len(nickname) > devices.LONGEST_NICKNAME:
        return {"nickname": _("Välj ett kortare smeknamn, högst 20 tecken.")}
    if nickname and devices.says_her_name(nickname, participant.name):
        return {"nickname": _("Skriv inte ditt namn. Andra kan se det på telefonen.")}
    return {}

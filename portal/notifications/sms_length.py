"""How much room a text takes as an SMS: 160 signs of the GSM alphabet, else 70 (3GPP TS 23.038)."""

from __future__ import annotations

GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
DOUBLE = frozenset("^{}\\[~]|€\f")
"""Signs of the GSM alphabet that take the room of two."""


def fits_one_part(text: str) -> bool:
    """Whether a text goes as one SMS: two would cost twice, and may arrive in the wrong order."""
    used, room = room_taken(text)
    return used <= room


def room_taken(text: str) -> tuple[int, int]:
    """How much room a text takes, and how much one SMS has in its alphabet."""
    if set(text) <= GSM | DOUBLE:
        return sum(1 + (sign in DOUBLE) for sign in text), 160
    return len(text.encode("utf-16-be")) // 2, 70

"""Signing in as people do: with the code from a letter, and a PIN."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

from portal.people import pins

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(autouse=True)
def cheap_pins(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The same hash with less work, so that the tests are quick."""
    monkeypatch.setattr(pins, "HASHER", CHEAP)
    pins.nobodys.cache_clear()
    yield
    pins.nobodys.cache_clear()

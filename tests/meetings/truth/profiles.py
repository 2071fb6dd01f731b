"""How long random tests go on: a short while in `make test`, and long in `make test-long`.

In `make test` the examples are always the same, so that a fault shows where it was made and not on another day.
"""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings

_SLOW = (HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large)

_FOUND = (Phase.explicit, Phase.generate)
"""A fault is told as it was found: to look for the shortest way to it takes twenty minutes."""

SHORT = settings(
    derandomize=True, database=None, deadline=None, print_blob=False,
    max_examples=8, stateful_step_count=25, suppress_health_check=_SLOW,
    phases=_FOUND,
)  # fmt: skip
LONG = settings(
    database=None, deadline=None, print_blob=True,
    max_examples=150, stateful_step_count=40, suppress_health_check=_SLOW, phases=_FOUND,
)  # fmt: skip
PLAIN = settings(derandomize=True, database=None, deadline=None, max_examples=200)
"""For what asks no database."""

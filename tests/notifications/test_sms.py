"""SMS through a gateway of the tests' own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs

import pytest

from portal.notifications.carrying import Permanent, Retry, Silent
from portal.notifications.sms import Sms
from tests.notifications.postmen import NUMBER
from tests.notifications.push_service import PushService, push_service
from tests.notifications.test_push import letter


@pytest.fixture
def gateway() -> Iterator[PushService]:
    """It listens as the push service does."""
    with push_service() as found:
        yield found


def test_an_sms_as_json_carries_a_key_by_which_a_gateway_knows_it_again(
    gateway: PushService,
) -> None:
    url = f"http://name:p%40ss@{gateway.host}/send"
    Sms(url, "MinVag").send(NUMBER, letter("ti"))
    [(path, headers, body)] = gateway.came
    assert path == "/send"
    assert headers["authorization"] == "Basic bmFtZTpwQHNz"
    assert headers["idempotency-key"] == "k" * 40
    said = json.loads(body)
    assert said == {"from": "MinVag", "to": NUMBER, "text": letter("ti").words.sms}


def test_an_sms_as_a_form_has_the_names_of_46elks(gateway: PushService) -> None:
    Sms(f"{gateway.origin}/a1/sms", "MinVag", "form").send(NUMBER, letter())
    [(_, _, body)] = gateway.came
    words = letter().words.sms
    assert parse_qs(body.decode()) == {"from": ["MinVag"], "to": [NUMBER], "message": [words]}


@pytest.mark.parametrize(
    ("status", "answer"),
    [(400, Permanent), (404, Permanent), (422, Permanent), (401, Retry), (403, Retry), (302, Retry),
     (429, Retry), (500, Retry)],
)  # fmt: skip
def test_what_a_gateway_answers(gateway: PushService, status: int, answer: type[Exception]) -> None:
    gateway.answers.append((status, {"Retry-After": "30", "Location": gateway.origin}))
    with pytest.raises(answer) as refused:
        Sms(gateway.origin, "MinVag").send(NUMBER, letter())
    assert len(gateway.came) == 1, "nobody is followed elsewhere"
    if isinstance(refused.value, Retry):
        assert refused.value.after == timedelta(seconds=30)


def test_a_gateway_that_is_not_there_is_silence() -> None:
    with push_service() as gateway:
        pass
    with pytest.raises(Silent):
        Sms(gateway.origin, "MinVag").send(NUMBER, letter())

"""What the portal is told from outside: each fault is one line that says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal import settings
from portal.settings import SettingsWrong, from_environment

GOOD = {
    "PORTAL_SECRET_KEY": "5f1c0a7e9d3b48c6a2e4f60718293a4b",
    "PORTAL_BASE_URL": "https://portal.example.org",
}

OPTIONAL = (
    "PORTAL_DATABASE_URL",
    "PORTAL_TRUSTED_PROXIES",
    "PORTAL_TRANSLATE_URL",
    "PORTAL_TRANSLATE_KEY",
    "PORTAL_MAIL_URL",
    "PORTAL_MAIL_FROM",
    "PORTAL_SMS_URL",
    "PORTAL_SMS_SENDER",
    "PORTAL_SMS_SHAPE",
    "PORTAL_VAPID_KEY",
    "PORTAL_METRICS_TOKEN",
    "PORTAL_FILES",
    "PORTAL_CLAMD_URL",
)


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [*GOOD, *OPTIONAL]:
        monkeypatch.delenv(name, raising=False)


def _set(monkeypatch: pytest.MonkeyPatch, values: dict[str, str]) -> None:
    for name, value in values.items():
        monkeypatch.setenv(name, value)


def test_with_secret_and_address_the_portal_has_all_it_needs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _set(monkeypatch, GOOD)
    found = from_environment()
    assert found.is_https
    assert found.database_url == settings.DEFAULT_DATABASE
    assert found.trusted_proxies == 0
    assert not found.is_demo


def test_everything_that_is_missing_is_told_at_once() -> None:
    with pytest.raises(SettingsWrong) as wrong:
        from_environment()
    assert [line.split(":")[0] for line in wrong.value.args] == [
        "PORTAL_SECRET_KEY",
        "PORTAL_BASE_URL",
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORTAL_SECRET_KEY", ""),
        ("PORTAL_SECRET_KEY", "secret"),
        ("PORTAL_SECRET_KEY", "5f1c0a7e9d3b48c6"),
        ("PORTAL_SECRET_KEY", "x" * 64),
        ("PORTAL_SECRET_KEY", "change-me-change-me-change-me-1234567890"),
        ("PORTAL_BASE_URL", ""),
        ("PORTAL_BASE_URL", "portal.example.org"),
        ("PORTAL_BASE_URL", "http://portal.example.org"),
        ("PORTAL_BASE_URL", "http://localhost.example.org"),
        ("PORTAL_TRUSTED_PROXIES", "yes"),
        ("PORTAL_TRUSTED_PROXIES", "-1"),
        ("PORTAL_TRANSLATE_URL", "http://translate.example.org"),
        ("PORTAL_TRANSLATE_URL", "https://"),
        ("PORTAL_TRANSLATE_URL", "https://[translate"),
        ("PORTAL_TRANSLATE_URL", "file:///etc/passwd"),
        ("PORTAL_TRANSLATE_URL", "https://translate.example.org/?api_key=x"),
        ("PORTAL_TRANSLATE_URL", "https://user:word@translate.example.org"),
        ("PORTAL_CLAMD_URL", "127.0.0.1:3310"),
        ("PORTAL_CLAMD_URL", "http://127.0.0.1:3310"),
        ("PORTAL_CLAMD_URL", "unix:clamd.ctl"),
        ("PORTAL_CLAMD_URL", "tcp://[::1"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line_without_its_value(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    _set(monkeypatch, {**GOOD, name: value})
    with pytest.raises(SettingsWrong) as wrong:
        from_environment()
    [line] = wrong.value.args
    assert line.startswith(f"{name}: ")
    assert "\n" not in line
    if name == "PORTAL_SECRET_KEY" and value:
        assert value not in line


def test_there_is_no_machine_translator_unless_the_municipality_names_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _set(monkeypatch, GOOD)
    assert from_environment().translate_url is None
    _set(monkeypatch, {"PORTAL_TRANSLATE_URL": "https://translate.example.org/", **GOOD})
    monkeypatch.setenv("PORTAL_TRANSLATE_KEY", "a key")
    found = from_environment()
    assert (found.translate_url, found.translate_key) == ("https://translate.example.org", "a key")
    monkeypatch.setenv("PORTAL_TRANSLATE_URL", "http://localhost:5000")
    assert from_environment().translate_url == "http://localhost:5000"


def test_papers_lie_beside_the_database_unless_another_folder_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _set(monkeypatch, GOOD)
    assert from_environment().files_folder == Path("instance/files")
    assert settings.files_folder() == Path("instance/files")
    monkeypatch.setenv("PORTAL_DATABASE_URL", f"sqlite:///{tmp_path}/p.db")
    assert from_environment().files_folder == settings.files_folder() == tmp_path / "files"
    monkeypatch.setenv("PORTAL_DATABASE_URL", "postgresql://host/name")
    assert from_environment().files_folder == Path("instance/files")
    monkeypatch.setenv("PORTAL_FILES", "/srv/papers")
    assert from_environment().files_folder == settings.files_folder() == Path("/srv/papers")


def test_there_is_no_scanner_unless_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, GOOD)
    assert from_environment().clamd_url is None
    for address in ("unix:///run/clamav/clamd.ctl", "tcp://127.0.0.1:3310"):
        monkeypatch.setenv("PORTAL_CLAMD_URL", address)
        assert from_environment().clamd_url == address


def test_a_dot_env_file_is_read_and_the_environment_goes_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lines = [f"{name}={value}" for name, value in GOOD.items()]
    (tmp_path / ".env").write_text("\n".join([*lines, "PORTAL_TRUSTED_PROXIES=1"]))
    monkeypatch.setenv("PORTAL_BASE_URL", "https://other.example.org/")
    found = from_environment()
    assert found.base_url == "https://other.example.org"
    assert found.trusted_proxies == 1


def test_without_channels_everything_else_works(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, GOOD)
    named = from_environment().notices
    assert (named.mail_url, named.sms_url, named.vapid_key) == (None, None, None)
    assert named.mail_from == "noreply@portal.example.org"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORTAL_MAIL_URL", "mail.example.org"),
        ("PORTAL_MAIL_URL", "http://mail.example.org"),
        ("PORTAL_MAIL_URL", "smtp://mail.example.org:x"),
        ("PORTAL_SMS_URL", "http://sms.example.org/send"),
        ("PORTAL_SMS_URL", "sms.example.org"),
        ("PORTAL_SMS_SENDER", "Min väg"),
        ("PORTAL_SMS_SENDER", "MinVagITimra"),
        ("PORTAL_VAPID_KEY", "abc"),
        ("PORTAL_METRICS_TOKEN", "short"),
    ],
)
def test_a_channel_that_is_named_wrongly_is_one_line(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    _set(monkeypatch, {**GOOD, name: value})
    with pytest.raises(SettingsWrong) as wrong:
        from_environment()
    [line] = wrong.value.args
    assert line.startswith(f"{name}:")
    assert value not in line


def test_a_name_that_leaves_no_room_in_an_sms_is_refused_where_sms_are_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    long = {**GOOD, "PORTAL_BASE_URL": "https://participants.municipality.example.org"}
    _set(monkeypatch, long)
    assert from_environment().base_url == long["PORTAL_BASE_URL"]
    monkeypatch.setenv("PORTAL_SMS_URL", "https://sms.example.org/send")
    with pytest.raises(SettingsWrong) as wrong:
        from_environment()
    assert "26 signs" in wrong.value.args[0]

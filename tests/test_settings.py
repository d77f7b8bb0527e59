"""Settings are read or refused in words; a real installation that is unsafe is refused too."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from recert import environment
from tests.laws import ROOT


@pytest.fixture
def real(settings, tmp_path, monkeypatch):
    """Settings like those of a real installation, which every deployment check accepts."""
    monkeypatch.delenv("DJANGO_ALLOW_ASYNC_UNSAFE", raising=False)
    (tmp_path / "staticfiles.json").write_text("{}")
    settings.RECERT_DEMONSTRATION = False
    settings.HTTPS = True
    settings.SECRET_KEY_IS_SET = True
    settings.SECRET_KEY = "Xk3-vQ9_Za" * 5  # fifty characters, the fewest
    settings.ALLOWED_HOSTS = ["recert.example"]
    settings.RECERT_ADDRESS = "https://recert.example"
    settings.EMAIL_HOST = "mail.example"
    settings.STATIC_ROOT = tmp_path
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 63072000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    settings.SECURE_HSTS_PRELOAD = True
    settings.SESSION_COOKIE_SECURE = True
    settings.CSRF_COOKIE_SECURE = True
    return settings


def refusal() -> str:
    """What the deployment checks say; "" when they have nothing to say."""
    try:
        call_command("check", deploy=True, fail_level="WARNING")
    except SystemCheckError as error:
        return str(error)
    return ""


def test_a_real_installation_is_accepted(real):
    assert refusal() == ""


@pytest.mark.parametrize(
    "name, value, number, remedy",
    [
        ("RECERT_DEMONSTRATION", True, "E010", "Unset RECERT_DEMONSTRATION"),
        ("SECRET_KEY_IS_SET", False, "E011", "RECERT_SECRET_KEY_FILE"),
        ("SECRET_KEY", ("Xk3-vQ9_Za" * 5)[1:], "E011", "50 or more random characters"),
        ("DEBUG", True, "E012", "Unset RECERT_DEBUG"),
        ("HTTPS", False, "E013", "RECERT_HTTPS"),
        ("ALLOWED_HOSTS", ["*"], "E014", "RECERT_HOSTS"),
        ("ALLOWED_HOSTS", ["localhost"], "E014", "RECERT_HOSTS"),
        ("EMAIL_HOST", "", "E016", "RECERT_EMAIL_HOST"),
        ("STATIC_ROOT", None, "E017", "collectstatic"),
        ("RECERT_ADDRESS", "http://recert.example", "E018", "RECERT_ADDRESS"),
        ("RECERT_ADDRESS", "https://elsewhere.example", "E018", "RECERT_ADDRESS"),
    ],
)
def test_an_unsafe_installation_is_refused_with_its_remedy(real, name, value, number, remedy):
    setattr(real, name, value)
    said = refusal()
    assert f"recert.{number}" in said
    assert remedy in said


@pytest.mark.parametrize(
    "options, missing",
    [
        ({"init_command": environment.WAL}, "transaction_mode IMMEDIATE"),
        ({"transaction_mode": "IMMEDIATE"}, "journal_mode=WAL and synchronous=FULL"),
    ],
)
def test_an_sqlite_that_could_lose_a_change_is_refused(real, monkeypatch, options, missing):
    monkeypatch.setitem(real.DATABASES["default"], "OPTIONS", options)
    assert missing in refusal()


def test_a_body_or_policy_that_is_not_there_is_named(settings, tmp_path):
    settings.RECERT_BODY = tmp_path
    settings.RECERT_POLICIES = tmp_path
    said = refusal()
    assert str(tmp_path / "body.toml") in said
    assert "RECERT_POLICIES" in said


# --- reading


@pytest.mark.parametrize("word, meant", [("1", True), ("Yes", True), ("off", False), ("", False)])
def test_yes_and_no_are_understood(monkeypatch, word, meant):
    monkeypatch.setenv("ASKED", word)
    assert environment.truth("ASKED", default=not meant) is meant


def test_any_other_word_is_refused_with_what_to_write(monkeypatch):
    monkeypatch.setenv("ASKED", "perhaps")
    with pytest.raises(ImproperlyConfigured, match="ASKED is 'perhaps'; write 1 for yes or 0"):
        environment.truth("ASKED", default=False)


@pytest.mark.parametrize("value", ["", "-1", "2.5", "many"])
def test_a_number_that_is_none_is_refused(monkeypatch, value):
    monkeypatch.setenv("ASKED", value)
    with pytest.raises(ImproperlyConfigured, match="write a whole number, such as 587"):
        environment.number("ASKED", default=587)


def test_a_secret_may_lie_in_a_file(monkeypatch, tmp_path):
    (tmp_path / "secret").write_text("kept\n")
    monkeypatch.setenv("ASKED_FILE", str(tmp_path / "secret"))
    assert environment.secret("ASKED") == "kept"
    monkeypatch.setenv("ASKED_FILE", str(tmp_path / "nowhere"))
    with pytest.raises(ImproperlyConfigured, match="nowhere, which cannot be read"):
        environment.secret("ASKED")


def test_a_database_is_read_from_its_address(monkeypatch):
    monkeypatch.setenv("ASKED", "postgresql://olga:s%40fe@db.example:5433/recert?sslmode=require")
    entry = environment.database("ASKED", default=Path("unused"))
    assert entry["USER"] == "olga"
    assert entry["PASSWORD"] == "s@fe"
    assert (entry["HOST"], entry["PORT"], entry["NAME"]) == ("db.example", "5433", "recert")
    assert entry["OPTIONS"]["sslmode"] == "require"


def test_another_kind_of_database_is_refused(monkeypatch):
    monkeypatch.setenv("ASKED", "mysql://localhost/recert")
    with pytest.raises(ImproperlyConfigured, match="ASKED begins with mysql; write sqlite:///"):
        environment.database("ASKED", default=Path("unused"))


# --- a process of its own, as an operator starts it


def started(code: str, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RECERT_")}
    kept |= {"DJANGO_SETTINGS_MODULE": "recert.settings"} | variables
    return subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); {code}"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=kept,
    )


def test_a_setting_that_cannot_be_read_stops_the_process_in_words():
    ran = started("", RECERT_EMAIL_PORT="many")
    assert ran.returncode != 0
    assert "RECERT_EMAIL_PORT is 'many'" in ran.stderr


def test_without_settings_nothing_is_left_open():
    ran = started(
        "from django.conf import settings as s;"
        "print(s.DEBUG, s.RECERT_DEMONSTRATION, s.HTTPS, s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME)"
    )
    assert ran.stdout.split() == ["False", "False", "True", "__Host-recert", "__Host-csrf"]


def test_a_log_line_is_one_json_object_whatever_is_logged():
    ran = started(
        r"import logging; logging.getLogger('recert').warning('a\n{\"level\": \"info\"}')"
    )
    assert json.loads(ran.stderr)["level"] == "warning"
    assert len(ran.stderr.splitlines()) == 1

"""What an operator may set, and what is said when it makes no sense."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from oncall.errors import Problem
from oncall.settings import Settings
from tests.oncall.mail.post_office import KEY


@pytest.fixture
def env_file(tmp_path: Path) -> Path:
    return tmp_path / ".env"


def refusal(environ: dict[str, str], env_file: Path) -> str:
    with pytest.raises(Problem) as refused:
        Settings.from_env(environ, env_file)
    return str(refused.value)


def test_nothing_set_means_the_defaults(env_file, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    settings = Settings.from_env({}, env_file)

    assert settings.data_dir == tmp_path / "var"
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.public_url == "http://127.0.0.1:8000"
    assert settings.database_url is settings.redis_url is settings.secret_key is settings.fallback_url is None
    assert settings.twilio_auth_tokens == ()
    assert not settings.practice


def test_the_environment_beats_the_file(env_file):
    env_file.write_text("ONCALL_BIND=127.0.0.1:9001\nONCALL_PUBLIC_URL=https://file.example\nEDITOR=vi\n")

    settings = Settings.from_env({"ONCALL_BIND": "127.0.0.1:9002"}, env_file)

    assert settings.port == 9002
    assert settings.public_url == "https://file.example"


def test_an_empty_value_means_the_default_even_over_the_file(env_file):
    env_file.write_text("ONCALL_BIND=127.0.0.1:9001\n")

    assert Settings.from_env({"ONCALL_BIND": ""}, env_file).port == 8000


def test_the_public_address_follows_the_bind_and_ends_without_a_slash(env_file):
    assert Settings.from_env({"ONCALL_BIND": "[::1]:81"}, env_file).public_url == "http://[::1]:81"
    assert Settings.from_env({"ONCALL_BIND": "[::1]:81"}, env_file).host == "::1"
    assert Settings(public_url="https://oncall.example.org/").public_url == "https://oncall.example.org"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_any_spelling_of_postgresql_becomes_psycopg(scheme, env_file):
    settings = Settings.from_env({"ONCALL_DATABASE_URL": f"{scheme}://name:word@db:5432/oncall"}, env_file)

    assert settings.database_url == "postgresql+psycopg://name:word@db:5432/oncall"


def test_two_tokens_are_accepted_while_they_are_rotated(env_file):
    settings = Settings.from_env({"TWILIO_AUTH_TOKEN": "first, second"}, env_file)

    assert settings.twilio_auth_tokens == ("first", "second")


def test_a_secret_may_live_in_a_file(env_file, tmp_path):
    (tmp_path / "key").write_text("from the file\n")

    settings = Settings.from_env({"ONCALL_SECRET_KEY_FILE": str(tmp_path / "key")}, env_file)

    assert settings.secret_key is not None
    assert settings.secret_key.get_secret_value() == "from the file"


def test_a_secret_given_twice_or_in_no_file_is_named(env_file):
    said = refusal(
        {
            "ONCALL_SECRET_KEY": "one",
            "ONCALL_SECRET_KEY_FILE": __file__,
            "TWILIO_AUTH_TOKEN_FILE": "/nowhere",
        },
        env_file,
    )

    assert "set ONCALL_SECRET_KEY or ONCALL_SECRET_KEY_FILE, not both" in said
    assert "TWILIO_AUTH_TOKEN_FILE names a file that cannot be read" in said


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("ONCALL_BIND", "8000"),
        ("ONCALL_BIND", "localhost:0"),
        ("ONCALL_BIND", "localhost:65536"),
        ("ONCALL_BIND", "::1:8000"),
        ("ONCALL_PUBLIC_URL", "oncall.example.org"),
        ("ONCALL_PUBLIC_URL", "https://"),
        ("ONCALL_PUBLIC_URL", "https://oncall.example.org/?a=b"),
        ("ONCALL_FALLBACK_URL", "ftp://oncall.example.org"),
        ("ONCALL_TWILIO_API_URL", "https://host:port"),
        ("ONCALL_DATABASE_URL", "sqlite:///secret-word.db"),
        ("ONCALL_DATABASE_URL", "postgresql://secret-word@host:99999999/oncall"),
        ("ONCALL_REDIS_URL", "http://secret-word@host"),
        ("ONCALL_SMTP_URL", "https://secret-word@host"),
        ("ONCALL_SMTP_URL", "smtp://"),
        ("ONCALL_MAIL_FROM", "secret-word"),
        ("ONCALL_NOTIFY_API_KEY", "secret-word"),
        ("ONCALL_NOTIFY_TEMPLATE_ID", "secret-word"),
        ("ONCALL_NOTIFY_API_URL", "notify.example.org"),
        ("ONCALL_SAMPLE_ONE_IN", "0"),
        ("ONCALL_SAMPLE_ONE_IN", "many"),
        ("ONCALL_PRACTICE", "perhaps"),
    ],
)
def test_a_senseless_value_is_named_but_not_repeated(variable, value, env_file):
    said = refusal({variable: value}, env_file)

    assert said.startswith(f"{variable} must be ")
    assert said.count(" must be ") == 1
    assert "secret-word" not in said


def test_e_mail_goes_one_way(env_file):
    both = {"ONCALL_SMTP_URL": "smtp://mail.example.org", "ONCALL_NOTIFY_API_KEY": KEY}

    assert refusal(both, env_file) == (
        "set ONCALL_SMTP_URL or ONCALL_NOTIFY_API_KEY, not both: e-mail goes one way"
    )


def test_everything_wrong_is_said_at_once(env_file):
    env_file.write_text("ONCALL_BIN=127.0.0.1:9001\nTWILIO_TOKEN=x\nTWILIO_AUTH_TOKEN=\n")

    said = refusal({"ONCALL_BIND": "x", "ONCALL_REDIS_URL": "x"}, env_file)

    assert "ONCALL_BIN in " in said
    assert "TWILIO_TOKEN in " in said
    assert "TWILIO_AUTH_TOKEN" not in said
    assert "ONCALL_BIND must be " in said
    assert "ONCALL_REDIS_URL must be " in said


def test_all_that_is_missing_is_named_in_one_sentence():
    with pytest.raises(
        Problem, match="set ONCALL_SECRET_KEY and TWILIO_AUTH_TOKEN, in the environment"
    ) as refused:
        Settings(twilio_account_sid="AC1").require("secret_key", "twilio_account_sid", "twilio_auth_token")

    assert "TWILIO_ACCOUNT_SID" not in str(refused.value)


def test_settings_never_change_and_never_show_a_secret():
    settings = Settings(
        secret_key="hush-1",
        twilio_auth_token="hush-2",
        database_url="postgresql://a:hush-3@h/d",
        notify_api_key=f"hush-4-{KEY}",
    )

    assert "hush" not in repr(settings)
    with pytest.raises(ValidationError):
        settings.bind = "127.0.0.1:1"

"""What an operator sets, read once from the environment and a `.env` file, and never changed after."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_core import PydanticUseDefault
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from oncall.errors import Problem

ADDRESS = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^\s:/\[\]]+):(?P<port>[0-9]{1,5})")
MAIL_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+")
POSTGRESQL = ("postgresql+psycopg", "postgresql", "postgres")
REDIS = ("redis", "rediss", "unix")
SMTP = ("smtp", "smtps")
UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
NOTIFY_KEY = re.compile(rf".+-{UUID}-{UUID}")


class Settings(BaseSettings):
    """The settings of one installation; made by hand (in tests) it reads nothing but its arguments.

    `from_env` reads variables of the same names: `ONCALL_BIND`, Twilio's own without `ONCALL_`.
    """

    model_config = SettingsConfigDict(frozen=True, extra="forbid", validate_default=False)

    data_dir: Path = Field(default_factory=lambda: Path("var").absolute())
    database_url: str | None = Field(default=None, repr=False)
    redis_url: str | None = Field(default=None, repr=False)
    bind: str = "127.0.0.1:8000"
    public_url: str = Field(default_factory=lambda given: f"http://{given.get('bind', '')}")
    fallback_url: str | None = None
    secret_key: SecretStr | None = None
    twilio_account_sid: str | None = None
    twilio_auth_token: SecretStr | None = None
    twilio_api_url: str | None = None
    smtp_url: str | None = Field(default=None, repr=False)
    mail_from: str | None = None
    notify_api_key: SecretStr | None = None
    notify_template_id: str | None = None
    notify_api_url: str | None = None
    sample_one_in: int = Field(default=10, ge=1)
    practice: bool = False

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003  (the name and number of arguments are pydantic's)
        init_settings: PydanticBaseSettingsSource,
        *_others: PydanticBaseSettingsSource,
        **_named: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what is passed in: `from_env` alone looks outside."""
        return (init_settings,)

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ, env_file: Path = Path(".env")) -> Self:
        """The settings in force here: the environment beats `env_file`, an empty value means the default.

        `NAME_FILE` names a file that holds the value of `NAME`. Raises one Problem for all that is wrong.
        """
        given = DotEnvSettingsSource(
            cls, env_file=env_file, env_file_encoding="utf-8", case_sensitive=True
        ).env_vars
        wrong = [f"{name} in {env_file} is not a setting" for name in given if _is_unknown(name)]
        values = _values({name: value or "" for name, value in given.items()}, wrong) | _values(
            environ, wrong
        )
        try:
            settings = cls.model_validate(values)
        except ValidationError as error:
            wrong += [
                f"{variable(str(one['loc'][0]))} {_says(one)}" for one in error.errors() if _is_cause(one)
            ]
        if all(values.get(name, "").strip() for name in ("smtp_url", "notify_api_key")):
            wrong.append("set ONCALL_SMTP_URL or ONCALL_NOTIFY_API_KEY, not both: e-mail goes one way")
        if wrong:
            raise Problem("; ".join(wrong)) from None  # the validation error would quote passwords
        return settings

    @property
    def host(self) -> str:
        """The host to listen on, without the brackets of an IPv6 address."""
        return self.bind.rpartition(":")[0].strip("[]")

    @property
    def port(self) -> int:
        """The port to listen on."""
        return int(self.bind.rpartition(":")[2])

    @property
    def twilio_auth_tokens(self) -> tuple[str, ...]:
        """The account's tokens: the first signs REST requests, each is accepted on webhooks."""
        text = self.twilio_auth_token.get_secret_value() if self.twilio_auth_token else ""
        return tuple(token.strip() for token in text.split(",") if token.strip())

    def require(self, *names: str) -> None:
        """Raise one Problem naming the variable of every one of `names` that is not set."""
        missing = [variable(name) for name in names if getattr(self, name) is None]
        if missing:
            raise Problem(f"set {' and '.join(missing)}, in the environment or in a .env file")

    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_unset(cls, value: Any) -> Any:
        if value is None or (isinstance(value, str) and not value.strip()):
            raise PydanticUseDefault
        return value.strip() if isinstance(value, str) else value

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.absolute()

    @field_validator("bind")
    @classmethod
    def _is_address(cls, value: str) -> str:
        match = ADDRESS.fullmatch(value)
        if not match or not 0 < int(match["port"]) < 65536:
            raise ValueError("must be a host and a port, such as 127.0.0.1:8000")
        return value

    @field_validator("public_url", "fallback_url", "twilio_api_url", "notify_api_url")
    @classmethod
    def _is_web_address(cls, value: str) -> str:
        if (
            not _is_url(value, ("http", "https"))
            or not urlsplit(value).hostname
            or re.search(r"[?#\s]", value)
        ):
            raise ValueError("must be a web address, such as https://oncall.example.org")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _is_postgresql(cls, value: str) -> str:
        if not _is_url(value, POSTGRESQL):
            raise ValueError(
                "must be the address of a PostgreSQL database, such as postgresql://name@host/oncall"
            )
        return f"{POSTGRESQL[0]}://{value.partition('://')[2]}"

    @field_validator("redis_url")
    @classmethod
    def _is_redis(cls, value: str) -> str:
        if not _is_url(value, REDIS):
            raise ValueError("must be the address of Redis or Valkey, such as redis://host:6379/0")
        return value

    @field_validator("smtp_url")
    @classmethod
    def _is_mail_server(cls, value: str) -> str:
        if not _is_url(value, SMTP) or not urlsplit(value).hostname:
            raise ValueError(
                "must be the address of a mail server, such as smtps://name:word@mail.example.org"
            )
        return value

    @field_validator("mail_from")
    @classmethod
    def _is_mail_address(cls, value: str) -> str:
        if not MAIL_ADDRESS.fullmatch(value):
            raise ValueError("must be an e-mail address, such as on-call@example.org")
        return value

    @field_validator("notify_api_key")
    @classmethod
    def _is_notify_key(cls, value: SecretStr) -> SecretStr:
        if not NOTIFY_KEY.fullmatch(value.get_secret_value()):
            raise ValueError("must be a whole API key of GOV.UK Notify: a name and two numbers of 36 letters")
        return value

    @field_validator("notify_template_id")
    @classmethod
    def _is_notify_template(cls, value: str) -> str:
        if not re.fullmatch(UUID, value):
            raise ValueError(
                "must be the ID of a template of GOV.UK Notify: 36 letters, as its page shows it"
            )
        return value


def variable(name: str) -> str:
    """The environment variable of the setting `name`: `secret_key` → `ONCALL_SECRET_KEY`."""
    if name in ("twilio_account_sid", "twilio_auth_token"):
        return name.upper()
    return f"ONCALL_{name.upper()}"


VARIABLES = {variable(name): name for name in Settings.model_fields}


def _is_unknown(name: str) -> bool:
    return name.startswith(("ONCALL_", "TWILIO_")) and name.removesuffix("_FILE") not in VARIABLES


def _values(environ: Mapping[str, str], wrong: list[str]) -> dict[str, str]:
    """The settings that `environ` gives, directly or in files; what is wrong is added to `wrong`."""
    values = {name: environ[key] for key, name in VARIABLES.items() if key in environ}
    for key, name in VARIABLES.items():
        file = environ.get(f"{key}_FILE", "").strip()
        if not file:
            continue
        if values.get(name, "").strip():
            wrong.append(f"set {key} or {key}_FILE, not both")
        try:
            values[name] = Path(file).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            wrong.append(f"{key}_FILE names a file that cannot be read")
    return values


def _is_url(value: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(value)
        port_is_a_number = parts.port is None or parts.port > 0
    except ValueError:
        return False
    return port_is_a_number and parts.scheme in schemes and value.startswith(f"{parts.scheme}://")


def _is_cause(error: Any) -> bool:
    """Not when a default could not be made because another value is wrong."""
    return bool(error["type"] != "default_factory_not_called")


def _says(error: Any) -> str:
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    return (
        "must be true or false" if error["type"].startswith("bool") else "must be a whole number, 1 or more"
    )

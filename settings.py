"""Every environment variable Griddesk reads, read once and failing loudly."""

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent


class SettingError(Exception):
    """Raised when an environment variable is missing or has a value that cannot be meant."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says; `docs/settings.md` explains each field for operators."""

    database_url: str  # DATABASE_URL: the application's role (DML only)
    database_owner_url: str | None  # DATABASE_OWNER_URL: the owner's role, for migrations only
    database_role: str  # DATABASE_ROLE: app | owner, which of the two this process uses
    pool_size: int  # POOL_SIZE: connections this process may hold
    keys_dir: Path  # KEYS_DIR: folder of the secret keys (key-encryption, index, token, anchor)
    files_dir: Path  # FILES_DIR: folder of the sealed attachments
    anchors_dir: Path  # ANCHORS_DIR: folder of the signed anchors, best on another machine
    pinyin_table: Path  # PINYIN_TABLE: the readings made at set-up
    vendor_dir: Path  # VENDOR_DIR: the front-end files of others, made at set-up
    sealing: str  # SEALING: aes-gcm | sm4-gcm
    broker_url: str | None  # BROKER_URL: amqp:// or amqps://; unset means the in-process broker
    demo: bool  # DEMO: settable clock and demo accounts; loopback only unless DEMO_ANYWHERE
    demo_anywhere: bool  # DEMO_ANYWHERE: allow the demo on other interfaces than loopback
    trusted_proxies: tuple[str, ...]  # TRUSTED_PROXIES: who may say for whom he asks; empty: nobody
    public_url: str  # PUBLIC_URL: where residents reach us, for links and QR codes
    secure_cookies: bool  # derived: PUBLIC_URL is https
    licences_url: str | None  # LICENCES_URL: the city's store of licences; unset: nothing is had on line
    map_notice: str  # MAP_NOTICE: what stands below every map: where it is from, the number of its approval
    base_map: str  # BASE_MAP: address of images to lay under the outlines, on the desk's own host
    log_level: str  # LOG_LEVEL


def _flag(environ: Mapping[str, str], name: str) -> bool:
    value = environ.get(name, "0")
    if value not in {"0", "1"}:
        raise SettingError(f"{name} must be 0 or 1, not {value!r}")
    return value == "1"


def _number(environ: Mapping[str, str], name: str, default: int) -> int:
    value = environ.get(name, str(default))
    if not value.isascii() or not value.isdigit() or int(value) < 1:
        raise SettingError(f"{name} must be a whole number from 1 up, not {value!r}")
    return int(value)


def _choice(environ: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    value = environ.get(name, choices[0])
    if value not in choices:
        raise SettingError(f"{name} must be one of {', '.join(choices)}, not {value!r}")
    return value


def _networks(environ: Mapping[str, str], name: str) -> tuple[str, ...]:
    given = [one.strip() for one in environ.get(name, "").split(",") if one.strip()]
    for one in given:
        try:
            ipaddress.ip_network(one)
        except ValueError as error:
            raise SettingError(f"{name} has addresses and networks between commas, not {one!r}") from error
    return tuple(given)


def _own_address(environ: Mapping[str, str], name: str) -> str:
    value = environ.get(name, "")
    if value and not (value.startswith("/") and all(part in value for part in ("{z}", "{x}", "{y}"))):
        raise SettingError(f"{name} must begin with / and hold {{z}}, {{x}} and {{y}}, not be {value!r}")
    return value


def _broker(environ: Mapping[str, str], name: str) -> str | None:
    value = environ.get(name)
    # The value may hold a password, so it is not repeated.
    if value is not None and not value.startswith(("amqp://", "amqps://")):
        raise SettingError(f"{name} must begin with amqp:// or amqps://; unset it for the in-process broker")
    return value


def load(environ: Mapping[str, str] = os.environ) -> Settings:
    """Reads the environment; raises SettingError with the name of the variable that is wrong."""
    if "DATABASE_URL" not in environ:
        raise SettingError("DATABASE_URL is not set; bin/start makes a private cluster and sets it")
    public_url = environ.get("PUBLIC_URL", "http://127.0.0.1:8000")
    role = _choice(environ, "DATABASE_ROLE", ("app", "owner"))
    owner_url = environ.get("DATABASE_OWNER_URL")
    if role == "owner" and owner_url is None:
        raise SettingError("DATABASE_ROLE=owner needs DATABASE_OWNER_URL")
    return Settings(
        database_url=environ["DATABASE_URL"],
        database_owner_url=owner_url,
        database_role=role,
        pool_size=_number(environ, "POOL_SIZE", 16),
        keys_dir=Path(environ.get("KEYS_DIR", HERE / "var" / "keys")),
        files_dir=Path(environ.get("FILES_DIR", HERE / "var" / "files")),
        anchors_dir=Path(environ.get("ANCHORS_DIR", HERE / "var" / "anchors")),
        pinyin_table=Path(environ.get("PINYIN_TABLE", HERE / "var" / "pinyin.bin")),
        vendor_dir=Path(environ.get("VENDOR_DIR", HERE / "var" / "vendor")),
        sealing=_choice(environ, "SEALING", ("aes-gcm", "sm4-gcm")),
        broker_url=_broker(environ, "BROKER_URL"),
        demo=_flag(environ, "DEMO"),
        demo_anywhere=_flag(environ, "DEMO_ANYWHERE"),
        trusted_proxies=_networks(environ, "TRUSTED_PROXIES"),
        public_url=public_url,
        secure_cookies=public_url.startswith("https://"),
        licences_url=environ.get("LICENCES_URL"),
        map_notice=environ.get("MAP_NOTICE", ""),
        base_map=_own_address(environ, "BASE_MAP"),
        log_level=_choice(environ, "LOG_LEVEL", ("INFO", "DEBUG", "WARNING", "ERROR")),
    )


settings = load()

"""What differs from one installation to the next, read once from the environment."""

import os
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from flask import current_app

ROOT = Path(__file__).resolve().parent.parent


def _env(name: str, default: str = "") -> str:
    return os.environ.get(f"OMBRUK_{name}", default)


def _day(name: str) -> date | None:
    """A day written as 2027-01-01; none when it is not set."""
    return date.fromisoformat(_env(name)) if _env(name) else None


@dataclass(frozen=True)
class Config:
    """Every setting has a default that is safe in production, or none at all (then start-up refuses).

    `demo` loosens what only a demonstration may loosen: an insecure cookie, mails shown on a page,
    sign-in buttons for the invented people. `trusted_proxies` is how many proxies stand before us, whose word about
    where a request comes from is believed. `act_of_2025_from`: the day LOV-2025-06-20-81 enters into force, once it is
    decided; letters dated from then cite it.
    """

    demo: bool = field(default_factory=lambda: _env("DEMO") == "1")
    secret_key: str = field(default_factory=lambda: _env("SECRET_KEY"))
    instance: Path = field(default_factory=lambda: Path(_env("INSTANCE") or ROOT / "instance"))
    database_url: str = field(default_factory=lambda: os.environ.get("DATABASE_URL", ""))
    public_url: str = field(default_factory=lambda: _env("PUBLIC_URL", "http://localhost:5000"))
    smtp_host: str = field(default_factory=lambda: _env("SMTP_HOST"))
    smtp_port: int = field(default_factory=lambda: int(_env("SMTP_PORT", "587")))
    smtp_user: str = field(default_factory=lambda: _env("SMTP_USER"))
    smtp_password: str = field(default_factory=lambda: _env("SMTP_PASSWORD"))
    smtp_starttls: bool = field(default_factory=lambda: _env("SMTP_STARTTLS", "1") == "1")
    mail_from: str = field(default_factory=lambda: _env("MAIL_FROM", "ombruk@localhost"))
    municipality: str = field(default_factory=lambda: _env("MUNICIPALITY", "Oslo kommune"))
    service_name: str = field(default_factory=lambda: _env("SERVICE_NAME", "Ombruk"))
    contact_email: str = field(default_factory=lambda: _env("CONTACT_EMAIL"))
    accessibility_url: str = field(default_factory=lambda: _env("ACCESSIBILITY_URL"))
    act_of_2025_from: date | None = field(default_factory=lambda: _day("ACT_2025_FROM"))
    trusted_proxies: int = field(default_factory=lambda: int(_env("TRUSTED_PROXIES", "0")))
    testing: bool = False

    def __post_init__(self) -> None:
        if not self.secret_key:
            if not self.demo:
                raise RuntimeError("Set OMBRUK_SECRET_KEY to a long random string, or OMBRUK_DEMO=1 to try it out.")
            object.__setattr__(self, "secret_key", "only-for-the-demonstration")
        object.__setattr__(self, "public_url", self.public_url.rstrip("/"))  # every path begins with one

    @property
    def sqlalchemy_url(self) -> str:
        """SQLite in the instance folder unless DATABASE_URL names a PostgreSQL server (psycopg 3)."""
        if not self.database_url:
            return f"sqlite:///{self.instance / 'ombruk.db'}"
        scheme, _, rest = self.database_url.partition("://")
        return f"postgresql+psycopg://{rest}" if scheme in {"postgres", "postgresql"} else self.database_url

    @property
    def is_postgresql(self) -> bool:
        return self.sqlalchemy_url.startswith("postgresql")

    def for_flask(self) -> dict[str, Any]:
        """The settings under the names that Flask and its extensions read."""
        return {
            "OMBRUK": self,
            "DEMO": self.demo,
            "TESTING": self.testing,
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.sqlalchemy_url,
            "SQLALCHEMY_ENGINE_OPTIONS": {
                "pool_size": 5,
                "max_overflow": 5,
                "pool_pre_ping": self.is_postgresql,
            },
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_SECURE": not (self.demo or self.testing),
            "SESSION_COOKIE_NAME": "ombruk" if self.demo or self.testing else "__Host-ombruk",
            "REMEMBER_COOKIE_HTTPONLY": True,
            "REMEMBER_COOKIE_SECURE": not (self.demo or self.testing),
            "PERMANENT_SESSION_LIFETIME": 12 * 3600,
            "WTF_CSRF_TIME_LIMIT": None,
            "MAX_CONTENT_LENGTH": 60 * 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
            "BABEL_DEFAULT_LOCALE": "nb",
            "BABEL_DEFAULT_TIMEZONE": "Europe/Oslo",
        }


def settings() -> Config:
    """Those of the app at work, in a request, a job or a command."""
    kept: Config = current_app.config["OMBRUK"]
    return kept


def public_url() -> str:
    """The address people reach us on, without a slash at its end: for links in e-mails and letters."""
    return settings().public_url

"""Passwords: how they are kept (Argon2id), compared in the same time for everyone, and refused when easy to guess."""

import functools
from pathlib import Path

from flask_babel import gettext as _
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

MIN_LENGTH = 10
MAX_LENGTH = 200

# OWASP's first choice for Argon2id: 19 MiB a sign-in, so that many at once do not fill a small server.
_hasher = PasswordHash([Argon2Hasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)])


def hashed(password: str) -> str:
    return _hasher.hash(password)


@functools.cache
def _of_nobody() -> str:
    """Compared against when the address is unknown, so that the answer takes as long as for a known one."""
    return _hasher.hash("nobody has this password")


def matches(password: str, password_hash: str | None) -> bool:
    """Whether the password is the one that was hashed. Takes the same time when there is no hash at all."""
    of_nobody = _of_nobody()
    is_right = _hasher.verify(password, password_hash or of_nobody)
    return is_right and password_hash is not None


@functools.cache
def _too_common() -> frozenset[str]:
    """Long enough, and still among the first that anyone would try here."""
    return frozenset(Path(__file__).with_name("common_passwords.txt").read_text(encoding="utf-8").split())


def weakness(password: str, email: str) -> str | None:
    """Why this password is refused, or None. Length counts; rules about signs and figures do not."""
    bare = password.strip().lower()
    if len(password) < MIN_LENGTH:
        return str(_("Passordet må ha minst %(count)s tegn. Tre ord etter hverandre er fint.", count=MIN_LENGTH))
    if bare in {email.lower(), email.lower().partition("@")[0]}:
        return str(_("Passordet kan ikke være e-postadressen din."))
    if bare in _too_common() or len(set(bare)) < 4:
        return str(_("Dette passordet er lett å gjette. Velg et annet."))
    return None

"""The Norwegian organisation number: nine digits, the last a check digit by modulus 11."""

import re

from flask_babel import gettext as _
from stdnum.no import orgnr as rule

LENGTH = 9


def clean(text: str | None) -> str | None:
    """As it is kept: the digits alone. «NO 974 760 673 MVA» → «974760673»; nothing → None."""
    bare = re.sub(r"[\s.\-]", "", text or "").upper()
    return bare.removeprefix("NO").removesuffix("MVA") or None


def problem(text: str | None) -> str | None:
    """What is wrong with the number, in words for the person who typed it; None when it may exist."""
    digits = clean(text)
    if digits is None:
        return str(_("Skriv organisasjonsnummeret deres."))
    if not (digits.isascii() and digits.isdigit()):
        return str(_("Et organisasjonsnummer har bare sifre. Dere skrev «%(text)s».", text=(text or "").strip()[:30]))
    if len(digits) != LENGTH:
        return str(_("Et organisasjonsnummer har ni sifre. Dere skrev %(count)s.", count=len(digits)))
    if not rule.is_valid(digits):
        return str(_("Det finnes ikke noe organisasjonsnummer %(number)s. Sjekk om et siffer er feil.", number=digits))
    return None

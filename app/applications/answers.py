"""Read an answer from raw text, and write it back as raw text. What cannot be read or cannot be true is refused with
a sentence; what the scheme does not support is not refused here (support.py warns about it)."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _

from app.applications.models import Application
from app.applications.questions import Kind, Question
from app.formatting import kroner, number
from app.rounds.models import FormLength

SPACES = re.compile(r"[\s  ]+")
GROUPED = re.compile(r"\d{1,3}(\.\d{3})+")
MONEY_ENDING = re.compile(r"(kr|kroner|,-|\.-|,00)\.?$", re.IGNORECASE)
NORWEGIAN_DAY = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
CLOCK = re.compile(r"(\d{1,2})(?:[.:]?([0-5]\d)(?:[.:]\d\d)?)?")
PHONE = re.compile(r"\+?\d{5,15}")
PARTNER = re.compile(r"\s+[–—-]\s+|\s*[:;]\s+")


class Refused(Exception):
    """An answer that is not saved. The message is a whole sentence for the one who typed it."""


def parse(question: Question, raw: str, application: Application, length: FormLength) -> Any:
    """The value of `raw`; None (or False, or an empty list) for nothing. Raises Refused."""
    text = _clean(raw)
    if question.kind is Kind.CONFIRM:
        return text in {"yes", "on", "y", "true", "1"}
    if question.kind is Kind.SEVERAL:
        return _several(question, text, application)
    if question.kind is Kind.PARTNERS:
        return _partners(question, text)
    if not text:
        return None
    if question.kind in (Kind.TEXT, Kind.LONG_TEXT):
        return _text(question, text, length)
    return PARSERS[question.kind](question, text, application)


def _clean(raw: str) -> str:
    lines = unicodedata.normalize("NFC", raw).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in lines if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cs"}).strip()


def _text(question: Question, text: str, length: FormLength) -> str:
    if question.kind is Kind.TEXT:
        text = SPACES.sub(" ", text)
    limit = question.limit_at(length)
    if limit is not None and len(text) > limit:
        raise Refused(
            _(
                "Teksten er %(over)s tegn for lang. Det er plass til %(limit)s tegn.",
                over=number(len(text) - limit),
                limit=number(limit),
            )
        )
    return text


def whole_number(text: str) -> int | None:
    """«10 000», «10.000», «10000 kr» and «10 000,-» are all 10000; None for anything else."""
    figures = MONEY_ENDING.sub("", SPACES.sub("", text))
    if GROUPED.fullmatch(figures):
        figures = figures.replace(".", "")
    return int(figures) if figures.isascii() and figures.isdigit() and len(figures) <= 12 else None


def _number(question: Question, text: str, _application: Application) -> int:
    value = whole_number(text)
    if value is None:
        raise Refused(_("Skriv et helt tall, bare med siffer."))
    if value < question.lowest:
        raise Refused(_("Tallet kan ikke være mindre enn %(lowest)s.", lowest=number(question.lowest)))
    if value > question.highest:
        raise Refused(_("Tallet kan ikke være større enn %(highest)s.", highest=number(question.highest)))
    return value


def _amount(question: Question, text: str, _application: Application) -> int:
    value = whole_number(text)
    if value is None:
        raise Refused(_("Skriv beløpet i hele kroner, bare med siffer."))
    if value > question.highest:
        raise Refused(_("Beløpet kan ikke være større enn %(highest)s.", highest=kroner(question.highest)))
    return value


def _sought(question: Question, text: str, application: Application) -> int:
    value, grant_round = _amount(question, text, application), application.round
    if value < 1:
        raise Refused(_("Skriv hvor mye dere søker om."))
    if value > grant_round.max_activity_nok:
        raise Refused(_("Dere kan søke om høyst %(cap)s for hver aktivitet.", cap=kroner(grant_round.max_activity_nok)))
    tiers = [tier.amount_nok for tier in grant_round.tiers]
    if not grant_round.allows_amounts_between and tiers and value not in tiers:
        raise Refused(_("Velg ett av beløpene: %(tiers)s.", tiers=", ".join(kroner(tier) for tier in tiers)))
    if value % grant_round.step_nok:
        below = value - value % grant_round.step_nok
        near = below or grant_round.step_nok
        raise Refused(
            _(
                "Beløpet må gå opp i %(step)s, for eksempel %(near)s.",
                step=kroner(grant_round.step_nok),
                near=kroner(near),
            )
        )
    return value


def _email(_question: Question, text: str, _application: Application) -> str:
    try:
        return str(validate_email(text, check_deliverability=False).normalized)
    except EmailNotValidError:
        raise Refused(_("Dette er ikke en e-postadresse. Skriv den slik: navn@eksempel.no.")) from None


def _phone(_question: Question, text: str, _application: Application) -> str:
    """Eight figures for a Norwegian number; another country's with its + code."""
    figures = re.sub(r"[\s().-]", "", SPACES.sub("", text))
    figures = re.sub(r"^(\+47|0047)(?=\d{8}$)", "", re.sub(r"^00(?=\d{8})", "+", figures))
    if not PHONE.fullmatch(figures) or (not figures.startswith("+") and not re.fullmatch(r"[2-9]\d{7}", figures)):
        raise Refused(_("Skriv et telefonnummer med åtte siffer, eller med landkode og pluss foran."))
    return figures


def _postal_code(_question: Question, text: str, _application: Application) -> str:
    if not re.fullmatch(r"[0-9]{4}", text):
        raise Refused(_("Et postnummer har fire siffer."))
    return text


def _date(_question: Question, text: str, _application: Application) -> date:
    match = NORWEGIAN_DAY.fullmatch(text)
    try:
        found = date(*(int(part) for part in reversed(match.groups()))) if match else date.fromisoformat(text)
    except ValueError:
        raise Refused(_("Dette er ikke en dato. Skriv den slik: 24.11.2026.")) from None
    if not 2000 <= found.year <= 2100:
        raise Refused(_("Året kan ikke stemme."))
    return found


def _time(_question: Question, text: str, _application: Application) -> time:
    match = CLOCK.fullmatch(text)
    if match is None or int(match[1]) > 23:
        raise Refused(_("Dette er ikke et klokkeslett. Skriv det slik: 17.30."))
    return time(int(match[1]), int(match[2] or 0))


def _yes_no(_question: Question, text: str, _application: Application) -> bool:
    if text not in {"yes", "no"}:
        raise Refused(_("Velg et av svarene."))
    return text == "yes"


def _choice(question: Question, text: str, application: Application) -> str:
    if text not in {code for code, _name in question.choices(application)}:
        raise Refused(_("Velg et av svarene."))
    return text


def _several(question: Question, text: str, application: Application) -> list[str]:
    """Codes with commas between, kept in the order of the list they are chosen from."""
    chosen = {code.strip() for code in text.split(",") if code.strip()}
    known = [code for code, _name in question.choices(application)]
    if not chosen <= set(known):
        raise Refused(_("Velg blant svarene."))
    if question.limit is not None and len(chosen) > question.limit:
        raise Refused(_("Velg høyst %(limit)s. Dere har valgt %(count)s.", limit=question.limit, count=len(chosen)))
    return [code for code in known if code in chosen]


def _partners(question: Question, text: str) -> list[dict[str, Any]]:
    """One a line: the name, then what they do after a dash or colon."""
    lines = [SPACES.sub(" ", line).strip() for line in text.split("\n") if line.strip()]
    if question.limit is not None and len(lines) > question.limit:
        raise Refused(_("Det er plass til %(limit)s samarbeidspartnere.", limit=question.limit))
    if any(len(line) > 200 for line in lines):
        raise Refused(_("Skriv høyst 200 tegn på hver linje."))
    split = [PARTNER.split(line, maxsplit=1) for line in lines]
    return [{"name": parts[0], "role": parts[1] if len(parts) > 1 else ""} for parts in split]


PARSERS: dict[Kind, Callable[[Question, str, Application], Any]] = {
    Kind.EMAIL: _email,
    Kind.PHONE: _phone,
    Kind.POSTAL_CODE: _postal_code,
    Kind.NUMBER: _number,
    Kind.AMOUNT: _amount,
    Kind.SOUGHT: _sought,
    Kind.DATE: _date,
    Kind.TIME: _time,
    Kind.YES_NO: _yes_no,
    Kind.CHOICE: _choice,
    Kind.SELECT: _choice,
}


def raw(question: Question, value: Any) -> str:
    """The value as the form shows it and sends it back; empty for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "" if question.kind is Kind.CONFIRM else "no"
    if question.kind is Kind.PARTNERS:
        return "\n".join(" – ".join(part for part in (row["name"], row.get("role")) if part) for row in value)
    if isinstance(value, list):
        return ",".join(value)
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def shown(question: Question, text: str, application: Application) -> str:
    """A raw answer in the words of the form: what somebody else wrote, shown beside one's own."""
    names = {code: str(name) for code, name in question.choices(application)}
    if question.kind is Kind.SEVERAL:
        return ", ".join(names.get(code, code) for code in text.split(",") if code)
    if question.kind is Kind.CONFIRM:
        return str(_("Krysset av") if text else _("Ikke krysset av"))
    return names.get(text, text)

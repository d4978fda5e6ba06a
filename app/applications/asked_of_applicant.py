"""The questions about the one who applies (domain.md 2.2). Type, name and number belong to the organisation."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.models import ApplicantType
from app.applications.models import Activity, Application
from app.applications.questions import FROM_STANDARD, YES_OR_NO, Kind, Question, fixed

OTHER_ROWS = 3
"""How many other municipal grants the form has room for."""


def is_business(application: Application, _activity: Activity | None) -> bool:
    return application.organisation.applicant_type is ApplicantType.BUSINESS


def _has_consented(application: Application) -> bool:
    return application.network_consent_at is not None


def _consent(application: Application, value: bool, at: datetime) -> None:
    application.network_consent_at = at if value else None


ABOUT_YOU: tuple[Question, ...] = (
    Question("contact_name", _l("Kontaktperson"), Kind.TEXT, limit=80, attrs={"autocomplete": "name"}),
    Question(
        "contact_email",
        _l("E-post"),
        Kind.EMAIL,
        _l("Bruk en e-post som leses hele høsten, gjerne en felles adresse."),
        attrs={"autocomplete": "email"},
    ),
    Question("contact_phone", _l("Telefon"), Kind.PHONE, _l("Åtte siffer."), attrs={"autocomplete": "tel"}),
    Question(
        "is_first_time",
        _l("Er dette første gang dere søker?"),
        Kind.YES_NO,
        _l("Vi spør for å kunne veilede, ikke for å gi minus."),
        choices=fixed(*YES_OR_NO),
    ),
    Question(
        "de_minimis_nok",
        _l("Offentlig støtte siste tre år"),
        Kind.AMOUNT,
        _l(
            "Gjelder foretak som selger varer eller tjenester. Skriv summen av bagatellmessig støtte dere har fått. "
            "Små tilskudd herfra teller med."
        ),
        highest=99_999_999,
        when=is_business,
    ),
    Question("de_minimis_confirmed", _l("Summen stemmer"), Kind.CONFIRM, when=is_business),
    Question(
        "network_consent",
        _l("Vi vil gjerne få invitasjoner til nettverket"),
        Kind.CONFIRM,
        _l("Frivillig. Dere kan si nei når som helst."),
        is_optional=True,
        read=_has_consented,
        write=_consent,
    ),
)

MORE_ABOUT_YOU: tuple[Question, ...] = (
    Question(
        "second_contact_email",
        _l("Én person til"),
        Kind.EMAIL,
        _l("E-post. Hvis kontaktpersonen slutter eller blir syk, skriver vi til denne."),
        lengths=FROM_STANDARD,
        attrs={"autocomplete": "off"},
    ),
    Question(
        "about",
        _l("Kort om dere"),
        Kind.LONG_TEXT,
        _l("To–tre setninger: hvem dere er, og hva dere pleier å gjøre."),
        limit=300,
        lengths=FROM_STANDARD,
    ),
    Question(
        "has_other_municipal",
        _l("Søker eller får dere penger til det samme fra andre i kommunen?"),
        Kind.YES_NO,
        _l("Det er lov å søke flere steder, men samme utgift kan bare dekkes én gang."),
        lengths=FROM_STANDARD,
        choices=fixed(*YES_OR_NO),
    ),
)


def _read_row(row: int, name: str) -> Callable[[Application], Any]:
    def read(application: Application) -> Any:
        rows = application.other_municipal
        return rows[row].get(name) if row < len(rows) else None

    return read


def _write_row(row: int, name: str) -> Callable[[Application, Any, datetime], None]:
    """Rows keep their place; empty ones at the end are cut off."""

    def write(application: Application, value: Any, _at: datetime) -> None:
        rows = [dict(old) for old in application.other_municipal]
        rows += [{"giver": None, "amount_nok": None, "status": None} for _missing in range(row + 1 - len(rows))]
        rows[row][name] = value
        while rows and not any(rows[-1].values()):
            rows.pop()
        application.other_municipal = rows

    return write


GRANT_STATUS = (("sought", _l("Søkt")), ("granted", _l("Innvilget")))


def _other(row: int) -> tuple[Question, ...]:
    number = row + 1
    parts = (
        ("giver", Question("", _l("Hvem i kommunen?"), Kind.TEXT, limit=80)),
        ("amount_nok", Question("", _l("Beløp"), Kind.AMOUNT)),
        ("status", Question("", _l("Søkt eller innvilget?"), Kind.SELECT, choices=fixed(*GRANT_STATUS))),
    )
    return tuple(
        Question(
            f"other{number}_{name}",
            part.label,
            part.kind,
            limit=part.limit,
            lengths=FROM_STANDARD,
            is_optional=True,
            choices=part.choices,
            shown_by=("has_other_municipal", "yes"),
            read=_read_row(row, name),
            write=_write_row(row, name),
        )
        for name, part in parts
    )


OTHER_MUNICIPAL: tuple[tuple[Question, ...], ...] = tuple(_other(row) for row in range(OTHER_ROWS))

BY_KEY: dict[str, Question] = {
    question.key: question for group in (ABOUT_YOU, MORE_ABOUT_YOU, *OTHER_MUNICIPAL) for question in group
}

"""The invented people of the demonstration: one sign-in for each role, a second case handler, and
two who handle the appeals over what the others have decided. Then the secretary of the prize, two who pay, and the
jury."""

from dataclasses import dataclass
from datetime import datetime

from app.access import Role
from app.accounts.models import RoleGrant, User
from app.extensions import db


@dataclass(frozen=True)
class Person:
    email: str
    name: str
    title: str | None
    roles: tuple[Role, ...]


ANNE = Person("anne@ombruk.example", "Anne Søker", None, (Role.APPLICANT,))
INGRID = Person("ingrid@ombruk.example", "Ingrid Saksvik", "rådgiver", (Role.CASE_HANDLER,))
JONAS = Person("jonas@ombruk.example", "Jonas Berge", "rådgiver", (Role.CASE_HANDLER,))
MARTE = Person("marte@ombruk.example", "Marte Lunde", "seksjonsleder", (Role.APPROVER,))
REVISOR = Person("rune@ombruk.example", "Rune Innsyn", "revisor", (Role.READER,))
ADMIN = Person("ada@ombruk.example", "Ada Admin", "systemansvarlig", (Role.ADMINISTRATOR,))
SAMIRA = Person("samira@ombruk.example", "Samira Aziz", "jurist", (Role.CASE_HANDLER,))
HELENE = Person("helene@ombruk.example", "Helene Dahl", "avdelingsdirektør", (Role.APPROVER,))
SUNNIVA = Person("sunniva@ombruk.example", "Sunniva Skriver", "rådgiver", (Role.PRIZE_SECRETARY,))
FINN = Person("finn@ombruk.example", "Finn Økland", "økonomikonsulent", (Role.FINANCE,))
TUVA = Person("tuva@ombruk.example", "Tuva Regnes", "regnskapsleder", (Role.FINANCE,))

EVA = Person("eva@ombruk.example", "Eva Ekstern", "møbeltapetserer", (Role.JUROR,))
RITA = Person("rita@ombruk.example", "Rita Reinholt", "REG", (Role.JUROR,))
BJORN = Person("bjorn@ombruk.example", "Bjørn Myrvang", "BYM", (Role.JUROR,))
KLARA = Person("klara@ombruk.example", "Klara Imsland", "Klimaetaten", (Role.JUROR,))
ULRIK = Person("ulrik@ombruk.example", "Ulrik Kverneland", "UKE", (Role.JUROR,))
DAGNY = Person("dagny@ombruk.example", "Dagny Designer", "industridesigner", (Role.JUROR,))

EVERYBODY = (ANNE, INGRID, JONAS, MARTE, REVISOR, ADMIN, SAMIRA, HELENE, SUNNIVA, FINN, TUVA)
JURY = {"EXT": EVA, "REG": RITA, "BYM": BJORN, "KLI": KLARA, "UKE": ULRIK}
"""Who sits where; appointed by the secretary, not made beforehand. Eva leads, and Dagny is her deputy."""


def make(person: Person, at: datetime) -> User:
    """A confirmed person with these roles. There is nobody yet who could invite them."""
    user = User(email=person.email, name=person.name, title=person.title, created_at=at, confirmed_at=at)
    user.role_grants = [RoleGrant(role=role, granted_at=at) for role in person.roles]
    db.session.add(user)
    return user

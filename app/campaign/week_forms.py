"""A week's settings. Shape only; weeks.py says who may change them."""

from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Optional

from app.accounts.forms import EmailField
from app.campaign.forms import RowForm
from app.campaign.models import Week
from app.decisions.forms import text_area
from app.rounds.forms import MomentField, bare, text

LONGEST_DAYS = 31
THEME_LENGTH = 120
DAY = "%d.%m.%Y"


def _day(label: str, **options: Any) -> DateField:
    return DateField(label, [InputRequired(_l("Velg en dag."))], **options)


class NewWeekForm(FlaskForm):
    """When the week begins, and what it is like. `taken`: the years that have one."""

    monday = _day(_l("Uka begynner mandag"))
    source = SelectField(_l("Lag den lik"), [Optional()])

    def __init__(self, *, taken: frozenset[int], **more: Any) -> None:
        super().__init__(**more)
        self.taken = taken

    def validate_monday(self, field: DateField) -> None:
        if field.data.weekday():
            raise ValidationError(_("Velg en mandag."))
        if field.data.year in self.taken:
            raise ValidationError(_("%(year)s har sin uke allerede.", year=field.data.year))


class WeekForm(RowForm):
    name = text(_l("Navn"), Week.name, _l("Skriv hva uka heter."))
    starts_on = _day(_l("Første dag"))
    ends_on = _day(_l("Siste dag"))
    intro = text_area(_l("Det første folk leser i programmet"), Week.TEXT_LENGTH, 4)
    municipality = text(_l("Kommune"), Week.municipality, _l("Skriv hvilken kommune."))
    owner_unit = text(_l("Enheten som eier uka"), Week.owner_unit, _l("Skriv hvilken enhet."))
    contact_email = EmailField(_l("E-post for spørsmål"))
    contact_phone = text(_l("Telefon for spørsmål"), Week.contact_phone)
    programme_opens_at = MomentField(
        _l("Programmet vises for alle fra"), is_required=False, description=_l("Tomt: ikke ennå.")
    )
    registration_opens_on = _day(_l("Ta imot arrangementer uten tilskudd fra"))
    registration_closes_on = _day(_l("Siste dag å melde på"))
    day_themes = TextAreaField(
        _l("Tema for dagene"),
        [Optional()],
        filters=[bare],
        description=_l("En linje for hver dag som har et tema, for eksempel 27.11.2026: Grønn fredag."),
        render_kw={"rows": 4},
    )

    def validate_ends_on(self, field: DateField) -> None:
        if not self.starts_on.data:
            return
        if field.data < self.starts_on.data:
            raise ValidationError(_("Siste dag må være etter første dag."))
        if (field.data - self.starts_on.data).days >= LONGEST_DAYS:
            raise ValidationError(_("Uka kan vare høyst en måned."))

    def validate_registration_closes_on(self, field: DateField) -> None:
        if self.registration_opens_on.data and field.data < self.registration_opens_on.data:
            raise ValidationError(_("Siste dag må være etter første dag."))

    def validate_day_themes(self, field: TextAreaField) -> None:
        for line in (field.data or "").splitlines():
            if line.strip() and _theme(line) is None:
                raise ValidationError(
                    _("Skriv dag, kolon og tema, som 27.11.2026: Grønn fredag. Se «%(line)s».", line=line)
                )

    def values(self) -> dict[str, Any]:
        """Columns by name."""
        kept = super().values()
        kept["intro"] = kept["intro"] or ""
        themes = (_theme(line) for line in (kept["day_themes"] or "").splitlines())
        kept["day_themes"] = {day.isoformat(): theme for day, theme in filter(None, themes)}
        return kept


def typed_of(week: Week) -> dict[str, Any]:
    """The week as its form shows it."""
    names = (name for name in WeekForm.__dict__ if name in Week.__table__.columns)
    return {**{name: getattr(week, name) for name in names}, "day_themes": themes_text(week)}


def themes_text(week: Week) -> str:
    """As the field shows them."""
    themes = ((date.fromisoformat(day), theme) for day, theme in sorted(week.day_themes.items()))
    return "\n".join(f"{day.strftime(DAY)}: {theme}" for day, theme in themes)


def _theme(line: str) -> tuple[date, str] | None:
    day, _colon, theme = (part.strip() for part in line.partition(":"))
    try:
        return (datetime.strptime(day, DAY).date(), theme[:THEME_LENGTH]) if theme else None
    except ValueError:
        return None

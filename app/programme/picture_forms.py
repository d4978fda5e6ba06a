"""A picture of an event with the words to it; the same for whoever registers it, for the desk and for a grantee."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, Field, Form, FormField, StringField
from wtforms.validators import Length, Optional

from app.decisions.forms import TOO_LONG, stripped
from app.files import pictures
from app.policy import NotAllowed
from app.programme.models import ProgrammeEvent
from app.programme.picturing import Sent


def _line(label: str, limit: int, **options: Any) -> StringField:
    return StringField(label, [Optional(), Length(max=limit, message=TOO_LONG)], filters=[stripped], **options)


class PictureForm(Form):
    """`held`: the picture that is there, as a plain value (values.PICTURE), or None."""

    file = FileField(
        _l("Velg et bilde"),
        description=_l("Ett bilde, jpg eller png. Sted og kameradata i fila blir borte."),
        render_kw={"accept": pictures.ACCEPT},
    )
    alt = _line(_l("Hva viser bildet?"), ProgrammeEvent.ALT_LENGTH, description=_l("Leses opp for dem som ikke ser."))
    credit = _line(_l("Hvem tok det?"), ProgrammeEvent.CREDIT_LENGTH)
    consent = BooleanField(_l("Alle på bildet har sagt ja til at det kan vises"))
    drop = BooleanField(_l("Ta bort bildet"))

    def __init__(self, formdata: Any = None, obj: Any = None, prefix: str = "", meta: Any = None, **held: Any) -> None:
        self.held = held or None
        words = {"alt": held.get("alt"), "credit": held.get("credit"), "consent": bool(held)}
        super().__init__(formdata, obj, prefix, meta=meta, **words)

    @property
    def is_sent(self) -> bool:
        return isinstance(self.file.data, FileStorage)

    @property
    def is_lost(self) -> bool:
        """A browser keeps no file on a page that comes back."""
        return self.is_sent and not self.file.errors

    def validate(self, extra_validators: Any = None) -> bool:
        """The words are asked for only where there is a picture, at the field that lacks them."""
        is_valid: bool = super().validate(extra_validators)
        lacking = list(self._lacking()) if self._is_any else []
        for field, sentence in lacking:
            field.errors = [*field.errors, sentence]
        return is_valid and not lacking

    @property
    def _is_any(self) -> bool:
        return self.is_sent or (self.held is not None and not self.drop.data)

    def _lacking(self) -> Iterator[tuple[Field, str]]:
        if not self.alt.data:
            yield self.alt, _("Skriv hva bildet viser, for dem som ikke kan se det.")
        if not self.credit.data:
            yield self.credit, _("Skriv hvem som tok bildet.")
        if not self.consent.data:
            yield self.consent, _("Kryss av for at alle på bildet har sagt ja, eller ta bort bildet.")

    def told(self) -> Sent | dict[str, Any] | None:
        """The picture that was sent, else the one that is there with its words as they are now."""
        words = {"alt": self.alt.data or "", "credit": self.credit.data or ""}
        if self.is_sent:
            return Sent(self.file.data.filename or "", self.file.data.read(), **words)
        return {**self.held, **words} if self.held and not self.drop.data else None

    def refuse(self, refusal: NotAllowed) -> None:
        self.file.errors = [*self.file.errors, refusal.reason]


class GrantPictureForm(FlaskForm):
    """The same alone: of a funded activity only the picture is sent here."""

    picture = FormField(PictureForm)

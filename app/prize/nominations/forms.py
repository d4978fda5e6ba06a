"""What a nominator types. Shape and length only; what a nomination must hold is in policy.py."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, Length, Optional, Regexp

from app.accounts.forms import NAME_LENGTH, EmailField
from app.decisions.forms import TOO_LONG, AmountField, WholeField, Within, text_area
from app.prize.models import OptionKind, Prize
from app.prize.nominations.models import FactRequest, Nomination, NominationItem
from app.prize.nominations.policy import items_field
from app.prize.nominations.questions import CONSENTS, HELP, LABELS, Page

Typed = MultiDict[str, str]
EMAIL_LENGTH = 254
MOST = 1_000_000_000
YES, NO = "yes", "no"
NOT_CHOSEN = _l("Velg et av svarene i listen.")


def _bare(text: str | None) -> str:
    return (text or "").strip()


def _small(text: str | None) -> str:
    """Addresses are compared in small letters."""
    return _bare(text).lower()


def _line(name: str, limit: int, **render: Any) -> StringField:
    return StringField(
        LABELS[name],
        [Length(max=limit, message=TOO_LONG)],
        filters=[_bare],
        render_kw={"maxlength": limit, **render},
    )


def _number(name: str, kind: type[AmountField] = AmountField) -> AmountField:
    most = Within(min=0, max=MOST, message=_l("Skriv et tall mellom 0 og en milliard."))
    return kind(LABELS[name], [Optional(), most], render_kw={"inputmode": "numeric", "autocomplete": "off"})


def _one_of(name: str) -> RadioField:
    return RadioField(LABELS[name], [Optional()], choices=[])


class PageForm(FlaskForm):
    """One page of the draft. Nothing is required before it is sent. The page's own form holds the token."""

    class Meta:
        csrf = False

    def offer(self, prize: Prize) -> None:
        """Fill in the choices of the year."""


class ProjectForm(PageForm):
    project = _line("project", Nomination.PROJECT_LENGTH)
    unit = _line("unit", Nomination.UNIT_LENGTH)
    contact_name = _line("contact_name", Nomination.NAME_LENGTH)
    contact_email = StringField(
        LABELS["contact_email"],
        [
            Optional(),
            Length(max=EMAIL_LENGTH, message=TOO_LONG),
            Email(_l("Skriv en e-postadresse, for eksempel kari@eksempel.no."), check_deliverability=False),
        ],
        filters=[_small],
        render_kw={"type": "email", "inputmode": "email"},
    )
    nominator_name = _line("nominator_name", Nomination.NAME_LENGTH, autocomplete="name")
    relation = _one_of("relation")
    period_from = DateField(LABELS["period_from"], [Optional()])
    period_to = DateField(LABELS["period_to"], [Optional()])
    is_finished = RadioField(
        LABELS["is_finished"],
        [Optional()],
        choices=[SelectChoice(YES, _l("Ferdig")), SelectChoice(NO, _l("Pågår"))],
    )

    def offer(self, prize: Prize) -> None:
        residents = prize.residents_may_nominate
        offered = [each for each in prize.options if residents or not each.is_resident]
        self.relation.choices = [
            SelectChoice(each.code, each.name) for each in offered if each.kind is OptionKind.RELATION
        ]


class WhyForm(PageForm):
    why = text_area(LABELS["why"], Nomination.WHY_LENGTH, 10)
    users = text_area(LABELS["users"], Nomination.TEXT_LENGTH)
    social = SelectMultipleField(LABELS["social"], [Optional()], choices=[])
    social_text = text_area(LABELS["social_text"], Nomination.TEXT_LENGTH)
    transfer = text_area(LABELS["transfer"], Nomination.TRANSFER_LENGTH, 4)
    transfer_link = StringField(
        LABELS["transfer_link"],
        [
            Optional(),
            Length(max=Nomination.LINK_LENGTH, message=TOO_LONG),
            Regexp(r"https?://[^\s/]+\.[^\s]+$", message=_l("Skriv hele adressen, for eksempel https://eksempel.no.")),
        ],
        filters=[_bare],
        render_kw={"type": "url", "inputmode": "url", "maxlength": Nomination.LINK_LENGTH},
    )

    def offer(self, prize: Prize) -> None:
        self.social.choices = _choices(prize, OptionKind.SOCIAL)


class PicturesForm(PageForm):
    image_consent = RadioField(
        LABELS["image_consent"],
        [Optional()],
        choices=[SelectChoice(each.value, text) for each, text in CONSENTS.items()],
    )


class FactsForm(PageForm):
    agreement = _one_of("agreement")
    order_form = _one_of("order_form")
    supplier = _line("supplier", Nomination.SUPPLIER_LENGTH)
    value_nok = _number("value_nok")
    new_price_nok = _number("new_price_nok")
    new_price_basis = text_area(LABELS["new_price_basis"], Nomination.BASIS_LENGTH, 2)
    weight_kg = _number("weight_kg", WholeField)
    co2e_kg = _number("co2e_kg", WholeField)
    method = text_area(LABELS["method"], Nomination.TEXT_LENGTH)

    def offer(self, prize: Prize) -> None:
        self.agreement.choices = _choices(prize, OptionKind.AGREEMENT)
        self.order_form.choices = _choices(prize, OptionKind.ORDER_FORM)


FORMS: dict[Page, type[PageForm]] = {
    Page.PROJECT: ProjectForm,
    Page.WHY: WhyForm,
    Page.PICTURES: PicturesForm,
    Page.FACTS: FactsForm,
}


class ItemForm(FlaskForm):
    """A row of what and how many."""

    class Meta:
        csrf = False

    kind = StringField(
        _l("Hva"),
        [Length(max=NominationItem.KIND_LENGTH, message=TOO_LONG)],
        filters=[_bare],
        render_kw={"maxlength": NominationItem.KIND_LENGTH},
    )
    count = WholeField(
        _l("Hvor mange"),
        [Optional(), Within(min=1, max=MOST, message=_l("Skriv et tall fra 1 og opp."))],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Both or neither."""
        is_sound = super().validate(extra_validators)
        if self.kind.data and self.count.data is None and not self.count.errors:
            self.count.errors = [str(_l("Skriv hvor mange det er."))]
        if self.count.data is not None and not self.kind.data:
            self.kind.errors = [str(_l("Skriv hva det er."))]
        return bool(is_sound and not self.kind.errors and not self.count.errors)

    @property
    def is_filled(self) -> bool:
        return bool(self.kind.data) or self.count.data is not None


class NominateForm(FlaskForm):
    """Who wants to nominate, and where the link goes."""

    name = StringField(
        _l("Navnet ditt"),
        [DataRequired(_l("Skriv hva du heter.")), Length(max=NAME_LENGTH, message=TOO_LONG)],
        filters=[_bare],
        render_kw={"autocomplete": "name", "maxlength": NAME_LENGTH},
    )
    email = EmailField(_l("E-post"))


class SendForm(FlaskForm):
    is_confirmed = BooleanField(
        _l("Opplysningene stemmer"),
        [DataRequired(_l("Kryss av for at de stemmer."))],
        description=HELP["is_confirmed"],
    )


class WithdrawForm(FlaskForm):
    reason = text_area(
        _l("Hvorfor trekker du nominasjonen?"),
        Nomination.REASON_LENGTH,
        required=_l("Skriv hvorfor. Det holder med noen ord."),
    )


class AnswerForm(FlaskForm):
    answer = text_area(_l("Svaret"), FactRequest.TEXT_LENGTH, 6, required=_l("Skriv et svar."))


def _choices(prize: Prize, kind: OptionKind) -> list[SelectChoice]:
    return [SelectChoice(each.code, each.name) for each in prize.options if each.kind is kind]


def page_form(page: Page, nomination: Nomination, typed: Typed | None = None) -> PageForm:
    """The page as it is saved, or as it was just typed."""
    form = FORMS[page](typed, data=shown(page, nomination))
    form.offer(nomination.prize)
    return form


def shown(page: Page, nomination: Nomination) -> dict[str, Any]:
    """What is saved, as the form's fields hold it."""
    values = {name: getattr(nomination, name) for name in FORMS[page](None)._fields}
    if page is Page.PROJECT:
        values["is_finished"] = {True: YES, False: NO, None: None}[nomination.is_finished]
    if page is Page.PICTURES:
        values["image_consent"] = nomination.image_consent.value if nomination.image_consent else None
    return values


def rows(nomination: Nomination, typed: Typed | None = None, more: int = 2) -> list[ItemForm]:
    """The rows of what and how many, with some empty ones after them."""
    items: Sequence[NominationItem | None] = nomination.items
    typed_rows = sum(items_field(number, "kind") in typed for number in range(NominationItem.MOST)) if typed else 0
    wanted = min(max(len(items) + more, typed_rows), NominationItem.MOST)
    padded = [*items, *[None] * (wanted - len(items))]
    return [
        ItemForm(
            typed,
            prefix=items_field(number, ""),
            data={"kind": item.kind, "count": item.count} if item else {},
        )
        for number, item in enumerate(padded)
    ]


def texts_of(fields: Any) -> dict[str, list[str]]:
    """What each field of a page holds before anybody touches it, as a browser would send it."""
    return {field.name: _texts(field) for field in fields}


def _texts(field: Any) -> list[str]:
    if isinstance(field, SelectMultipleField):
        return list(field.data or [])
    if isinstance(field, RadioField):
        return [field.data] if field.data else []
    return [str(field._value())]


def plain(sent: Typed) -> Typed:
    """What a browser sent, with lines parted as they are kept: a limit counts a new line as one sign."""
    return MultiDict((name, text.replace("\r\n", "\n")) for name, text in sent.items(multi=True))


def touched(fields: Iterable[Any], typed: Typed, was: Mapping[str, Any]) -> set[str]:
    """The fields that were changed since the page was read: only these are saved, so that a page that has stood open
    somewhere else does not write old texts over new ones."""
    return {field.name for field in fields if typed.getlist(field.name) != was.get(field.name)}

"""A nomination as its nominator reads it: before it is sent, afterwards, and as the copy in the receipt."""

from dataclasses import dataclass

from flask_babel import gettext as _

from app.formatting import HARD, kroner, number
from app.prize.models import OptionKind
from app.prize.nominations import showing
from app.prize.nominations.models import Nomination
from app.prize.nominations.policy import chosen
from app.prize.nominations.questions import CONSENTS, LABELS, TITLES, Page


@dataclass(frozen=True)
class Part:
    """One page of the form as (question, answer); what is not answered is left out."""

    page: Page
    title: str
    rows: list[tuple[str, str]]


def parts(nomination: Nomination) -> list[Part]:
    makers = {
        Page.PROJECT: _project,
        Page.WHY: _why,
        Page.PICTURES: _pictures,
        Page.FACTS: _facts,
    }
    return [
        Part(page, str(TITLES[page]), [(str(label), text) for label, text in make(nomination) if text])
        for page, make in makers.items()
    ]


def _label(name: str) -> str:
    return str(LABELS[name])


def _option(nomination: Nomination, kind: OptionKind, code: str | None) -> str:
    found = chosen(nomination, kind, code)
    return found.name if found else ""


def _project(nomination: Nomination) -> list[tuple[str, str]]:
    contact = ", ".join(text for text in (nomination.contact_name, nomination.contact_email) if text)
    relation = _option(nomination, OptionKind.RELATION, nomination.relation)
    return [
        (_label("project"), nomination.project),
        (_label("unit"), nomination.unit),
        (_label("contact"), contact),
        (_("Hvem er du?"), ". ".join(text for text in (nomination.nominator_name, relation) if text)),
        (_label("period"), showing.period(nomination)),
    ]


def _why(nomination: Nomination) -> list[tuple[str, str]]:
    names = [_option(nomination, OptionKind.SOCIAL, code) for code in nomination.social]
    social = ", ".join(name for name in names if name)
    return [
        (_label("why"), nomination.why),
        (_label("users"), nomination.users),
        (_label("social"), "\n".join(text for text in (social, nomination.social_text) if text)),
        (_label("transfer"), "\n".join(text for text in (nomination.transfer, nomination.transfer_link) if text)),
    ]


def _pictures(nomination: Nomination) -> list[tuple[str, str]]:
    consent = nomination.image_consent
    return [(_label("image_consent"), str(CONSENTS[consent]) if consent else "")]


def _facts(nomination: Nomination) -> list[tuple[str, str]]:
    return [
        (_label("agreement"), _option(nomination, OptionKind.AGREEMENT, nomination.agreement)),
        (_label("order_form"), _option(nomination, OptionKind.ORDER_FORM, nomination.order_form)),
        (_label("supplier"), nomination.supplier),
        (_label("value_nok"), _money(nomination.value_nok)),
        (_label("items"), showing.items(nomination)),
        (_label("new_price_nok"), _money(nomination.new_price_nok)),
        (_label("new_price_basis"), nomination.new_price_basis),
        (_label("weight_kg"), _kilos(nomination.weight_kg)),
        (_label("co2e_kg"), _kilos(nomination.co2e_kg)),
        (_label("method"), nomination.method),
    ]


def _money(amount: int | None) -> str:
    return "" if amount is None else kroner(amount)


def _kilos(kilos: int | None) -> str:
    return "" if kilos is None else f"{number(kilos)}{HARD}kg"

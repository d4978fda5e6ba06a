"""For the secretary: registering a nomination on behalf of somebody, and the facts check of the finalists."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Role, require
from app.clock import now
from app.config import public_url
from app.extensions import db
from app.mail.jobs import send_waiting
from app.policy import NotAllowed, NotComplete, NotPermitted, denial
from app.prize.models import Prize
from app.prize.nominations import facts, queries, staff_forms, staff_page
from app.prize.nominations import staff_policy as policy
from app.prize.nominations.forms import ItemForm, rows
from app.prize.nominations.jobs import render_nomination_receipt
from app.prize.nominations.models import Nomination, NominationStatus, Side
from app.prize.nominations.questions import HELP
from app.prize.nominations.registering import Sent, register
from app.prize.nominations.staff_views import LIST
from app.prize.queries import prize_of
from app.prize.views import bp

EMPTY_ROWS = 4


@bp.route(f"{LIST}/register", methods=["GET", "POST"])
@require(Role.PRIZE_SECRETARY)
def register_nomination(year: int) -> ResponseReturnValue:
    prize = prize_of(year)
    form, items = staff_forms.RegisterForm(), _item_rows()
    form.offer(prize)
    if request.method == "GET":
        return _register_page(prize, form, items)
    sound = [each.validate() for each in items]
    if not (form.validate() and all(sound)):
        return _register_page(prize, form, items, 422)
    try:
        made = _register(prize, form, items)
    except NotPermitted:
        raise
    except NotAllowed as refusal:
        db.session.rollback()
        if isinstance(refusal, NotComplete):
            staff_page.place(form, refusal)
        return _register_page(prize_of(year), form, items, 409, refusal.reason)
    db.session.commit()
    render_nomination_receipt.enqueue(made.id)
    flash(_("Nominasjonen er registrert, og nominatoren får kvittering."), "success")
    return redirect(url_for(".nomination_for_staff", year=year, reference=made.reference))


def _item_rows() -> list[ItemForm]:
    typed = request.form if request.method == "POST" else None
    return rows(Nomination(items=[]), typed, EMPTY_ROWS)


def _register(prize: Prize, form: staff_forms.RegisterForm, items: Sequence[ItemForm]) -> Nomination:
    pictures = [
        Sent(side, file.filename or "", file.read(), (alt.data or "").strip())
        for side, files, alt in (
            (Side.BEFORE, form.before, form.before_alt),
            (Side.AFTER, form.after, form.after_alt),
        )
        for file in files.data or []
        if file.filename
    ]
    filled = [(each.kind.data or "", each.count.data or 0) for each in items if each.is_filled]
    received_at = form.received_at
    return register(prize, form.values(), filled, pictures, received_at=received_at, by=current_user, at=now())


def _register_page(
    prize: Prize,
    form: staff_forms.RegisterForm,
    items: Sequence[ItemForm],
    status: int = 200,
    refusal: str | None = None,
) -> ResponseReturnValue:
    return render_template(
        "prize/register_nomination.html",
        prize=prize,
        form=form,
        items=items,
        help=HELP,
        blocked=denial(policy.can_register, current_user, prize),
        refusal=refusal,
    ), status


@bp.route("/staff/prize/<int(max=9999):year>/facts", methods=["GET", "POST"])
@require(Role.PRIZE_SECRETARY)
def facts_check(year: int) -> ResponseReturnValue:
    prize = prize_of(year)
    possible = [each for each in queries.for_jury(prize) if each.status is NominationStatus.QUALIFIED]
    form = staff_forms.FinalistsForm()
    form.offer(possible)
    if request.method == "GET":
        return _facts_page(prize, form, possible)
    if not form.validate():
        return _facts_page(prize, form, possible, 422)
    chosen = [each for each in possible if each.reference in (form.chosen.data or [])]
    try:
        _ask(prize, form, chosen, len(possible))
    except NotPermitted:
        raise
    except NotAllowed as refusal:  # before anything was changed
        if isinstance(refusal, NotComplete):
            staff_page.place(form, refusal)
        return _facts_page(prize, form, possible, 409, refusal.reason)
    db.session.commit()
    send_waiting.enqueue()
    flash(_("De samme spørsmålene er sendt til alle du valgte."), "success")
    return redirect(url_for(".facts_check", year=year))


def _ask(prize: Prize, form: staff_forms.FinalistsForm, chosen: Sequence[Nomination], possible: int) -> None:
    question, due_on = form.question.data or "", form.due_on.data
    facts.ask_finalists(prize, chosen, possible, question, due_on, public_url=public_url(), by=current_user, at=now())


def _facts_page(
    prize: Prize,
    form: staff_forms.FinalistsForm,
    possible: Sequence[Nomination],
    status: int = 200,
    refusal: str | None = None,
) -> ResponseReturnValue:
    return render_template(
        "prize/facts_check.html",
        prize=prize,
        form=form,
        asked=[(each, asked) for each in possible for asked in each.requests if asked.is_for_finalists],
        blocked=None if refusal else denial(policy.is_open_for_facts, current_user, prize),
        refusal=refusal,
    ), status

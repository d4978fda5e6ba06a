"""Nominations, for the secretary: check, ask, merge, qualify."""

from collections.abc import Callable

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from flask_wtf import FlaskForm

from app.access import Role, require
from app.clock import now
from app.config import public_url
from app.extensions import db
from app.files.serving import show_picture
from app.mail.jobs import send_waiting
from app.policy import NotAllowed, NotComplete, NotPermitted, denial
from app.prize.nominations import actions, facts, merging, queries, screening, staff_forms, staff_page
from app.prize.nominations import staff_policy as policy
from app.prize.nominations.duplicates import all_twins
from app.prize.nominations.forms import WithdrawForm
from app.prize.nominations.models import Nomination, NominationStatus
from app.prize.nominations.staff_page import Typed
from app.prize.nominations.workflow import LABELS
from app.prize.queries import prize_of
from app.prize.views import bp

LIST = "/staff/prize/<int(max=9999):year>/nominations"
ONE = f"{LIST}/<reference>"


@bp.route(LIST)
@require(Role.PRIZE_SECRETARY)
def nominations(year: int) -> ResponseReturnValue:
    prize = prize_of(year)
    found = queries.for_staff(prize)
    status = request.args.get("status", "")
    shown = [each for each in found if not status or each.status == status]
    statuses = [each for each in NominationStatus if any(one.status is each for one in found)]
    return render_template(
        "prize/nominations.html",
        prize=prize,
        rows=staff_page.rows(prize, shown, all_twins(found)),
        status=status,
        total=len(found),
        filters=[(each, LABELS[each].text, sum(one.status is each for one in found)) for each in statuses],
        waiting=sum(each.status is NominationStatus.SUBMITTED for each in found),
        register_blocked=denial(policy.can_register, current_user, prize),
        start_blocked=denial(policy.can_change_field, current_user, prize),
        may_check_facts=prize.status in policy.FACTS_CHECK,
    )


@bp.route(f"{LIST}/start", methods=["POST"])
@require(Role.PRIZE_SECRETARY)
def start_all_screening(year: int) -> ResponseReturnValue:
    prize = prize_of(year)
    policy.can_change_field(current_user, prize)
    count = screening.start_all(queries.others_sent(prize), by=current_user, at=now())
    db.session.commit()
    flash(ngettext("%(num)s nominasjon er til kontroll.", "%(num)s nominasjoner er til kontroll.", count), "success")
    return redirect(url_for(".nominations", year=year))


@bp.route(ONE)
@require(Role.PRIZE_SECRETARY)
def nomination_for_staff(year: int, reference: str) -> ResponseReturnValue:
    return staff_page.page(queries.sent_nomination(prize_of(year), reference))


@bp.route(f"{ONE}/pictures/<public_id>")
@require(Role.PRIZE_SECRETARY)
def picture_for_staff(year: int, reference: str, public_id: str) -> Response:
    return show_picture(queries.picture(prize_of(year), reference, public_id).sha256)


def _change(year: int, reference: str, act: Callable[[Nomination], object], done: str) -> ResponseReturnValue:
    """One press of a button: nothing was typed, so a refusal is a page of its own."""
    act(queries.sent_nomination(prize_of(year), reference, for_change=True))
    db.session.commit()
    flash(done, "success")
    return redirect(url_for(".nomination_for_staff", year=year, reference=reference))


def _try(
    year: int, reference: str, name: str, form: FlaskForm, act: Callable[[Nomination], object], done: str
) -> ResponseReturnValue:
    """A form of the page: refused, it is shown again with what was typed, and nothing is changed."""
    nomination = queries.sent_nomination(prize_of(year), reference, for_change=True)
    if isinstance(form, staff_forms.CorrectForm):
        form.offer(nomination.prize, nomination)
    if not form.validate():
        db.session.rollback()
        return staff_page.page(queries.sent_nomination(prize_of(year), reference), Typed(name, form, 422))
    try:
        act(nomination)
    except NotPermitted:
        raise
    except NotAllowed as refusal:
        db.session.rollback()
        if isinstance(refusal, NotComplete):
            staff_page.place(form, refusal)
        again = Typed(name, form, 409, refusal.reason)
        return staff_page.page(queries.sent_nomination(prize_of(year), reference), again)
    db.session.commit()
    flash(done, "success")
    return redirect(url_for(".nomination_for_staff", year=year, reference=reference))


@bp.route(f"{ONE}/start", methods=["POST"])
@require(Role.PRIZE_SECRETARY)
def start_screening(year: int, reference: str) -> ResponseReturnValue:
    def act(nomination: Nomination) -> None:
        screening.start(nomination, by=current_user, at=now())

    return _change(year, reference, act, _("Kontrollen er startet."))


@bp.route(f"{ONE}/take-back", methods=["POST"])
@require(Role.PRIZE_SECRETARY)
def take_back_nomination(year: int, reference: str) -> ResponseReturnValue:
    def act(nomination: Nomination) -> None:
        screening.take_back(nomination, by=current_user, at=now())

    return _change(year, reference, act, _("Nominasjonen er tatt opp igjen."))


@bp.route(f"{ONE}/go-on", methods=["POST"])
@require(Role.PRIZE_SECRETARY)
def go_on_without_answer(year: int, reference: str) -> ResponseReturnValue:
    def act(nomination: Nomination) -> None:
        facts.go_on(nomination, by=current_user, at=now())

    return _change(year, reference, act, _("Kontrollen går videre uten svar."))


@bp.route(f"{ONE}/unmerge", methods=["POST"])
@require(Role.PRIZE_SECRETARY)
def undo_merge(year: int, reference: str) -> ResponseReturnValue:
    def act(nomination: Nomination) -> None:
        policy.can_unmerge(current_user, nomination)
        into = next(each for each in queries.others_sent(nomination.prize) if each.id == nomination.merged_into_id)
        merging.undo(nomination, into, by=current_user, at=now())

    return _change(year, reference, act, _("Sammenslåingen er tatt tilbake."))


@bp.route(f"{ONE}/qualify", methods=["POST"])
@require(Role.PRIZE_SECRETARY)
def qualify(year: int, reference: str) -> ResponseReturnValue:
    form = staff_forms.QualifyForm(prefix="qualify")

    def act(nomination: Nomination) -> None:
        found = staff_page.found_in(nomination, queries.others_sent(nomination.prize))
        seats = {each.code for each in queries.seats(nomination.prize) if not each.is_external}
        screening.qualify(nomination, form.chosen, found, seats=seats, by=current_user, at=now())

    return _try(year, reference, "qualify", form, act, _("Nominasjonen går til juryen."))


@bp.route(f"{ONE}/not-qualify", methods=["POST"])
@require(Role.PRIZE_SECRETARY)
def not_qualify(year: int, reference: str) -> ResponseReturnValue:
    form = staff_forms.NotQualifyForm(prefix="not_qualify")

    def act(nomination: Nomination) -> None:
        screening.not_qualify(nomination, form.reason.data or "", by=current_user, at=now())

    return _try(year, reference, "not_qualify", form, act, _("Nominasjonen går ikke til juryen."))


@bp.route(f"{ONE}/correct", methods=["POST"])
@require(Role.PRIZE_SECRETARY)
def correct_nomination(year: int, reference: str) -> ResponseReturnValue:
    form = staff_forms.CorrectForm(prefix="correct")

    def act(nomination: Nomination) -> None:
        alts = {name.removeprefix("alt-"): typed for name, typed in request.form.items() if name.startswith("alt-")}
        screening.correct(nomination, form.values(), alts, by=current_user, at=now())

    return _try(year, reference, "correct", form, act, _("Fakta er rettet."))


@bp.route(f"{ONE}/ask", methods=["POST"])
@require(Role.PRIZE_SECRETARY)
def ask_for_facts(year: int, reference: str) -> ResponseReturnValue:
    form = staff_forms.AskForm(prefix="ask")

    def act(nomination: Nomination) -> None:
        facts.ask(
            nomination,
            form.question.data or "",
            form.due_on.data,
            to_contact=form.to.data == "contact",
            public_url=public_url(),
            by=current_user,
            at=now(),
        )

    answer = _try(year, reference, "ask", form, act, _("Spørsmålet er sendt."))
    send_waiting.enqueue()
    return answer


@bp.route(f"{ONE}/merge", methods=["POST"])
@require(Role.PRIZE_SECRETARY)
def merge_nomination(year: int, reference: str) -> ResponseReturnValue:
    form = staff_forms.MergeForm(prefix="merge")

    def act(nomination: Nomination) -> None:
        into = queries.sent_nomination(nomination.prize, form.into.data or "", for_change=True)
        merging.merge(nomination, into, by=current_user, at=now())

    return _try(year, reference, "merge", form, act, _("Nominasjonene er slått sammen."))


@bp.route(f"{ONE}/withdraw", methods=["POST"])
@require(Role.PRIZE_SECRETARY)
def withdraw_for_nominator(year: int, reference: str) -> ResponseReturnValue:
    form = WithdrawForm(prefix="withdraw")

    def act(nomination: Nomination) -> None:
        actions.withdraw(nomination, form.reason.data, by=current_user, at=now())

    return _try(year, reference, "withdraw", form, act, _("Nominasjonen er trukket."))

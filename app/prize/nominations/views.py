"""Nominating, without an account: by links in e-mails. What is sent is followed, answered and withdrawn here."""

from collections.abc import Callable

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import NoResultFound

from app.access import SYSTEM, public
from app.accounts.session import client
from app.clock import now
from app.config import public_url
from app.extensions import db
from app.files.serving import show_pdf, show_picture
from app.mail.jobs import send_waiting
from app.policy import NotAllowed, NotNow, denial
from app.prize.nominations import actions, content, letters, links, policy, queries
from app.prize.nominations.forms import AnswerForm, NominateForm, WithdrawForm
from app.prize.nominations.links import LinkGone
from app.prize.nominations.models import FactRequest, Nomination, NominationStatus
from app.prize.nominations.questions import Page
from app.prize.nominations.workflow import LABELS
from app.prize.queries import announced_prize
from app.prize.views import bp

FIRST_PAGE = Page.PROJECT.value


@bp.errorhandler(LinkGone)
def link_gone(gone: LinkGone) -> ResponseReturnValue:
    """The same for an address that is too old and one that never was."""
    db.session.rollback()
    return render_template("prize/nominating/link_gone.html", reason=gone.reason), 404


@bp.route("/ombruksprisen/nominer", methods=["GET", "POST"])
@public
def nominate() -> ResponseReturnValue:
    """The answer is the same whether the address has nominated before. After the deadline it is only a way back."""
    prize = announced_prize()
    if prize is None:
        raise NoResultFound
    form = NominateForm()
    closed = denial(policy.can_begin, prize, now())
    if not form.validate_on_submit():
        status = 422 if form.errors else 200
        return render_template("prize/nominating/nominate.html", prize=prize, form=form, closed=closed), status
    try:
        link = actions.ask_for_link(
            prize, form.name.data, form.email.data, client=client(), public_url=public_url(), at=now()
        )
    except NotNow as refusal:
        db.session.rollback()
        form.email.errors = [refusal.reason]
        return render_template("prize/nominating/nominate.html", prize=announced_prize(), form=form, closed=closed), 409
    db.session.commit()
    send_waiting.enqueue()
    shown = link if current_app.config["DEMO"] else None
    return render_template("prize/nominating/link_sent.html", email=form.email.data, link=shown, closed=closed)


@bp.route(f"{links.PATH}<token>")
@public
def nomination(token: str) -> ResponseReturnValue:
    """The nominator's page: the draft where it was left, or how it goes with what was sent."""
    found = links.find(token, now())
    if found.status is NominationStatus.DRAFT:
        begun = bool(found.project) or denial(policy.can_write, found, now()) is not None
        if begun:
            return redirect(url_for(".nomination_summary", token=token))
        return redirect(url_for(".nomination_step", token=token, page=FIRST_PAGE))
    return render_template(
        "prize/nominating/status.html",
        token=token,
        nomination=found,
        label=LABELS[found.status],
        parts=content.parts(found),
        picture_url=picture_url(token),
        asked=_own_requests(found),
        letters=queries.letters_to_nominator(found),
        steps=letters.next_steps(found.prize),
        seen_by=letters.seen_by(),
        withdrawing=denial(policy.can_withdraw, found, SYSTEM) is None,
    )


def _own_requests(found: Nomination) -> list[tuple[int, FactRequest]]:
    """What the nominator is asked, with its number; what others are asked about the project is theirs."""
    return [
        (number, each)
        for number, each in enumerate(found.requests, start=1)
        if each.to_email.casefold() == found.nominator_email.casefold()
    ]


def picture_url(token: str) -> Callable[[str], str]:
    """Where each picture is, for whoever holds the link."""
    return lambda public_id: url_for(".own_picture", token=token, public_id=public_id)


@bp.route(f"{links.PATH}<token>/bilde/<public_id>")
@public
def own_picture(token: str, public_id: str) -> Response:
    found = links.find(token, now())
    picture = next((each for each in found.images if each.public_id == public_id), None)
    if picture is None:
        raise NoResultFound
    return show_picture(picture.sha256)


@bp.route(f"{links.PATH}<token>/brev/<public_id>")
@public
def nominator_letter(token: str, public_id: str) -> Response:
    found = links.find(token, now())
    letter = next((each for each in queries.letters_to_nominator(found) if each.public_id == public_id), None)
    if letter is None:
        raise NoResultFound
    return show_pdf(letter.sha256, f"{letter.case_reference}.pdf")


@bp.route(f"{links.PATH}<token>/trekk", methods=["GET", "POST"])
@public
def withdraw_nomination(token: str) -> ResponseReturnValue:
    form = WithdrawForm()
    found = links.find(token, now(), for_change=form.is_submitted())
    if not form.validate_on_submit():
        return _withdraw_page(token, found, form, 422 if form.errors else 200)
    try:
        actions.withdraw(found, form.reason.data, at=now())
    except NotAllowed:
        db.session.rollback()
        return _withdraw_page(token, links.find(token, now()), form, 409)
    db.session.commit()
    flash(_("Nominasjonen er trukket."), "success")
    return redirect(url_for(".nomination", token=token))


def _withdraw_page(token: str, found: Nomination, form: WithdrawForm, status: int) -> ResponseReturnValue:
    refusal = denial(policy.can_withdraw, found, SYSTEM)
    page = render_template("prize/nominating/withdraw.html", token=token, nomination=found, form=form, refusal=refusal)
    return page, status


@bp.route(f"{links.PATH}<token>/svar/<int:number>", methods=["GET", "POST"])
@public
def answer_as_nominator(token: str, number: int) -> ResponseReturnValue:
    """What the nominator is asked, by the link that they have."""
    form = AnswerForm()
    found = links.find(token, now(), for_change=form.is_submitted())
    asked = dict(_own_requests(found)).get(number)
    if asked is None:
        raise NoResultFound
    return _answered(asked, found, form, url_for(".nomination", token=token))


@bp.route(f"{links.ANSWER_PATH}<token>", methods=["GET", "POST"])
@public
def answer_facts(token: str) -> ResponseReturnValue:
    """What somebody is asked, who need not be the nominator: only the question is shown, and the project's name."""
    form = AnswerForm()
    asked = links.find_request(token, now(), for_change=form.is_submitted())
    return _answered(asked, db.session.get_one(Nomination, asked.nomination_id), form, None)


def _answered(asked: FactRequest, found: Nomination, form: AnswerForm, back: str | None) -> ResponseReturnValue:
    if not form.validate_on_submit():
        return _answer_page(asked, found, form, back, 422 if form.errors else 200)
    try:
        actions.answer_facts(asked, form.answer.data, at=now())
    except NotAllowed:
        db.session.rollback()
        return _answer_page(asked, found, form, back, 409)
    db.session.commit()
    flash(_("Takk, svaret er sendt."), "success")
    return redirect(back or request.path)


def _answer_page(
    asked: FactRequest, found: Nomination, form: AnswerForm, back: str | None, status: int
) -> ResponseReturnValue:
    refusal = denial(policy.can_answer, asked, found)
    return render_template(
        "prize/nominating/answer.html", asked=asked, nomination=found, form=form, refusal=refusal, back=back
    ), status

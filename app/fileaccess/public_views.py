"""Anybody asks to see something, and reads the answer by the link in an e-mail."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import SYSTEM, public
from app.accounts import limits
from app.accounts.models import AttemptKind
from app.accounts.session import client
from app.clock import now
from app.extensions import db
from app.fileaccess import actions, links, queries
from app.fileaccess.actions import Asked
from app.fileaccess.forms import AskForm
from app.fileaccess.models import AccessRequest
from app.fileaccess.views import bp, hand_out
from app.mail.jobs import send_waiting
from app.policy import NotNow

LETTER = "letter"


@bp.route("/innsyn", methods=["GET", "POST"])
@public
def ask() -> ResponseReturnValue:
    """The same answer whatever the case number is: what there is, and what is a draft, is told to nobody here."""
    rounds = queries.public_rounds()
    form = AskForm(formdata=request.form if request.method == "POST" else None)
    form.offer(rounds)
    if not form.validate_on_submit():
        return render_template("fileaccess/ask.html", form=form, refusal=None), 422 if form.errors else 200
    try:
        limits.check(AttemptKind.ACCESS_REQUEST, form.email.data, client(), now())
    except NotNow as refusal:
        return render_template("fileaccess/ask.html", form=form, refusal=refusal.reason), 409
    asked = Asked(form.wanted.data, form.about.data, form.name.data, form.email.data)
    actions.ask(asked, form.chosen(rounds), at=now())
    limits.count(AttemptKind.ACCESS_REQUEST, form.email.data, client(), now(), succeeded=True)
    db.session.commit()
    send_waiting.enqueue()
    return redirect(url_for(".asked"))


@bp.route("/innsyn/takk")
@public
def asked() -> ResponseReturnValue:
    return render_template("fileaccess/asked.html")


@bp.route(f"{links.PATH}<token>", methods=["GET", "POST"])
@public
def read_answer(token: str) -> ResponseReturnValue:
    """GET shows and POST takes down: programs that open the links of a mail leave no trace of having read."""
    try:
        found = links.find(token, now())
    except NotNow as refusal:
        return render_template("fileaccess/link_gone.html", reason=refusal.reason), 410
    if request.method == "POST":
        return _taken(found, request.form.get("document", ""))
    return render_template("fileaccess/answer_read.html", asked=found, letter=found.letter)


def _taken(found: AccessRequest, chosen: str) -> ResponseReturnValue:
    if chosen == LETTER:
        assert found.letter is not None
        actions.note_fetched(found, LETTER, by=SYSTEM, at=now())
        response = hand_out(found.letter.sha256, "svar-om-innsyn.pdf", "application/pdf")
    else:
        line = queries.line(found, int(chosen) if chosen.isdecimal() else 0)
        actions.note_fetched(found, line.document_key, by=SYSTEM, at=now())
        response = hand_out(str(line.sha256), str(line.filename), str(line.media_type))
    db.session.commit()
    return response

"""The outbox, for administrators. Bodies are shown in the demonstration only: elsewhere they are the recipient's."""

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.access import Role, require
from app.extensions import db
from app.mail import actions, queries
from app.mail.jobs import send_waiting
from app.mail.models import MailStatus

bp = Blueprint("mail", __name__)


@bp.route("/staff/mail")
@require(Role.ADMINISTRATOR)
def outbox() -> ResponseReturnValue:
    code = request.args.get("status", "")
    status = MailStatus(code) if code in set(MailStatus) else None
    mails = queries.outbox(status, request.args.get("before"))
    return render_template(
        "mail/outbox.html",
        mails=mails[: queries.PAGE],
        has_more=len(mails) > queries.PAGE,
        status=status,
        counts=queries.counts(),
    )


@bp.route("/staff/mail/again", methods=["POST"])
@require(Role.ADMINISTRATOR)
def send_again() -> ResponseReturnValue:
    mail = queries.mail(request.form.get("key", ""))
    actions.send_again(mail, clock.now())
    db.session.commit()
    send_waiting.enqueue()
    flash(_("E-posten til %(recipient)s blir sendt på nytt.", recipient=mail.recipient), "success")
    return redirect(url_for(".outbox"))


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)

"""«Varsle meg» for anyone, and how many there are for staff."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import NoResultFound

from app import clock
from app.access import Role, public, require
from app.accounts.session import client
from app.audit.actions import record
from app.campaign import subscribing
from app.campaign.forms import TOPICS, SubscribeForm, TopicsForm
from app.campaign.jobs import sender
from app.campaign.models import Topic
from app.campaign.network_views import hand_out
from app.campaign.views import bp
from app.clock import local
from app.extensions import db
from app.files.sheets import WIDE, Column, Sheet, day
from app.mail.jobs import send_waiting
from app.policy import NotNow


@bp.route("/varsle-meg", methods=["GET", "POST"])
@public
def subscribe() -> ResponseReturnValue:
    """The same answer whether the address is known or not."""
    form = SubscribeForm(formdata=request.form if request.method == "POST" else None)
    if not form.is_submitted():
        form.topics.data = [Topic.ROUND_OPENS, Topic.PROGRAMME]
    if not form.validate_on_submit():
        return render_template("campaign/subscribe.html", form=form, refusal=None), 422 if form.errors else 200
    topics = [Topic(code) for code in form.topics.data]
    try:
        subscribing.ask(form.email.data, topics, client=client(), sender=sender(), at=clock.now())
    except NotNow as refusal:
        db.session.rollback()
        return render_template("campaign/subscribe.html", form=form, refusal=refusal.reason), 409
    db.session.commit()
    send_waiting.enqueue()
    return redirect(url_for(".subscribed"))


@bp.route("/varsle-meg/sjekk-e-posten")
@public
def subscribed() -> ResponseReturnValue:
    return render_template("campaign/subscribed.html")


@bp.route("/varsle-meg/<token>", methods=["GET", "POST"])
@public
def subscription(token: str) -> ResponseReturnValue:
    """GET shows and POST confirms: programs that open the links of a mail say yes to nothing."""
    try:
        subscriber = subscribing.by_token(token)
    except NoResultFound:
        return render_template("campaign/subscription_gone.html"), 404
    form = TopicsForm(topics=subscriber.topics)
    if not form.validate_on_submit():
        page = render_template("campaign/subscription.html", subscriber=subscriber, form=form, token=token)
        return page, 422 if form.errors else 200
    subscribing.confirm(subscriber, form.topics.data, at=clock.now())
    db.session.commit()
    flash(_("Da får du beskjed."), "success")
    return redirect(url_for(".subscription", token=token))


@bp.route("/varsle-meg/<token>/av", methods=["POST"])
@public
def unsubscribe(token: str) -> ResponseReturnValue:
    try:
        subscribing.leave(subscribing.by_token(token))
    except NoResultFound:
        return render_template("campaign/subscription_gone.html"), 404
    db.session.commit()
    flash(_("Du er meldt av, og adressen din er slettet."), "success")
    return redirect(url_for(".subscribe"))


@bp.route("/staff/subscribers")
@require(Role.CASE_HANDLER, Role.ADMINISTRATOR)
def subscribers() -> ResponseReturnValue:
    return render_template(
        "campaign/subscribers.html", counts=subscribing.counts(), topics=TOPICS, lighthouse=Topic.LIGHTHOUSE
    )


@bp.route("/staff/subscribers/lighthouse.<suffix>", methods=["POST"])
@require(Role.CASE_HANDLER, Role.ADMINISTRATOR)
def export_lighthouse(suffix: str) -> Response:
    """Those who want to be asked about lighthouse events: staff writes to them [S:633-634]."""
    rows = [
        (one.email, local(one.confirmed_at).date() if one.confirmed_at else None)
        for one in subscribing.wanting(Topic.LIGHTHOUSE)
    ]
    columns = (Column(_("E-post"), WIDE), day(_("Bekreftet")))
    response = hand_out(Sheet(_("Fyrtårn"), columns, rows), "fyrtarn", suffix)
    record("list_exported", by=current_user, at=clock.now(), list="lighthouse")
    db.session.commit()
    return response

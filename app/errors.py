"""What a person sees when something may not, cannot or did not happen."""

import logging
import secrets

from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import NoResultFound
from werkzeug.exceptions import HTTPException

from app.extensions import db
from app.policy import NotAllowed, NotPermitted

log = logging.getLogger(__name__)


def _page(status: int, title: str, text: str) -> ResponseReturnValue:
    return render_template("errors/error.html", status=status, title=title, text=text), status


def not_found(_error: Exception) -> ResponseReturnValue:
    """Also what a person gets who asks for somebody else's case: not even its existence is told."""
    db.session.rollback()
    return _page(
        404,
        _("Vi finner ikke siden"),
        _("Adressen kan være skrevet feil, eller så har du ikke tilgang til den."),
    )


def not_allowed(refusal: NotAllowed) -> ResponseReturnValue:
    db.session.rollback()
    status = 403 if isinstance(refusal, NotPermitted) else 409
    return _page(status, _("Det går ikke nå") if status == 409 else _("Du kan ikke gjøre dette"), refusal.reason)


def forbidden(_error: Exception) -> ResponseReturnValue:
    return _page(403, _("Du har ikke tilgang"), _("Siden er for andre roller enn den du er logget inn med."))


def expired_form(_error: CSRFError) -> ResponseReturnValue:
    return _page(
        400,
        _("Skjemaet var blitt for gammelt"),
        _("Gå tilbake, last siden på nytt og send en gang til. Det du har lagret, er der fortsatt."),
    )


def too_large(_error: Exception) -> ResponseReturnValue:
    return _page(413, _("Filen er for stor"), _("En fil kan være på høyst 10 MB. Gå tilbake og velg en mindre."))


def other_http(error: HTTPException) -> ResponseReturnValue:
    return _page(error.code or 500, _("Det gikk ikke"), _("Nettleseren ba om noe som siden ikke kan gjøre."))


def broken(error: Exception) -> ResponseReturnValue:
    """An error of ours. The number ties what the person tells us to the line in the log."""
    db.session.rollback()
    number = secrets.token_hex(4)
    log.error("error %s", number, exc_info=error)
    return _page(
        500,
        _("Noe gikk galt hos oss"),
        _("Ingenting er endret. Prøv igjen, eller kontakt oss og oppgi nummeret %(number)s.", number=number),
    )


def init_app(app: Flask) -> None:
    app.register_error_handler(404, not_found)
    app.register_error_handler(NoResultFound, not_found)
    app.register_error_handler(NotAllowed, not_allowed)
    app.register_error_handler(403, forbidden)
    app.register_error_handler(CSRFError, expired_form)
    app.register_error_handler(413, too_large)
    app.register_error_handler(HTTPException, other_http)
    if not app.testing:
        app.register_error_handler(Exception, broken)

"""What the lists that last from year to year share, the goals and the dates of the wheel: taking in the known ones, and
a row on a page of its own."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.extensions import db


def taken_in(added: int, sentence: str, back: str) -> ResponseReturnValue:
    """`sentence`: of how many were added, where any were. `back`: the list's endpoint."""
    db.session.commit()
    flash(sentence if added else _("Alle står der fra før."), "success")
    return redirect(url_for(back))


def edited(
    template: str, form: Any, save: Callable[[dict[str, Any]], str], back: str, **shown: Any
) -> ResponseReturnValue:
    """The page of a new row or an old one. `save`: what is typed; returns what the row is called."""
    if not form.validate_on_submit():
        return render_template(template, form=form, **shown), 422 if form.errors else 200
    name = save(form.values())
    db.session.commit()
    flash(_("«%(name)s» er lagret.", name=name), "success")
    return redirect(url_for(back))

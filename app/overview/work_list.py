"""The work list: every activity of the working round, filtered, searched, sorted and paged."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.access import require
from app.accounts.roles import CASE_READERS
from app.decisions.queries import pot
from app.overview import choices, ordering, queries
from app.overview.filters import Filter, Names
from app.overview.rows import Cells, Column, Desk, Item, chosen_columns, item
from app.overview.views import bp
from app.rounds.models import Round
from app.rounds.queries import staff_rounds, working_round

ROWS = 50


@bp.route("/staff/cases")
@require(*CASE_READERS)
def work_list() -> ResponseReturnValue:
    chosen = Filter.from_address(request.args)
    rounds = staff_rounds()
    if not rounds:
        return render_template("overview/no_round.html")
    grant_round = working_round(chosen.round, rounds)
    return render_template("overview/work_list.html", **_list(chosen, grant_round), rounds=rounds)


def _list(chosen: Filter, grant_round: Round) -> dict[str, Any]:
    names = queries.names(grant_round.id)
    conditions = chosen.conditions(grant_round.id, current_user.id)
    money = pot(grant_round)
    seen = queries.scores_asked(chosen.order, current_user, money.cases)
    order = ordering.order_by(chosen.order, seen)
    page = ordering.page(
        queries.rows(conditions, seen),
        order,
        ROWS,
        after=ordering.place(request.args.get("etter"), order),
        before=ordering.place(request.args.get("for"), order),
    )
    columns = chosen_columns(chosen.columns)
    return {
        "round": grant_round,
        "pot": money,
        "chosen": chosen,
        "totals": queries.totals(grant_round.id, chosen, conditions),
        "groups": choices.groups(chosen, names),
        "handlers": choices.handlers(chosen, names),
        "column_options": choices.column_options(chosen),
        "chips": choices.chips(chosen, names),
        "headings": choices.headings(chosen, columns),
        "items": _items(page, chosen, columns, names),
        "previous_url": page.before and _url(chosen, **{"for": page.before}),
        "next_url": page.after and _url(chosen, etter=page.after),
        "several_url": url_for("overview.several", **chosen.address()),
        "all_url": _url(chosen.cleared()),
    }


def _url(chosen: Filter, **more: Any) -> str:
    return url_for("overview.work_list", **chosen.address(), **more)


def _items(page: ordering.Page, chosen: Filter, columns: list[Column], names: Names) -> list[Item]:
    """One address is made and the others copied from it: url_for is too slow to ask for every row."""
    pattern = url_for("overview.case", reference="REFERENCE", **chosen.address())
    start, _, end = pattern.partition("REFERENCE")
    joint = "&" if "?" in end else "?"
    cells = Cells(columns, Desk(names, current_user.id))
    return [item(row, cells, f"{start}{row.reference}{end}{joint}aktivitet={row.position}") for row in page.rows]

"""The pages on which a nomination is written. Every post saves what was changed first, and then does what was asked."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access import public
from app.applications.forms import read_shown
from app.clock import now
from app.extensions import db
from app.files import pictures
from app.formatting import clock_time
from app.policy import NotAllowed, NotComplete, denial
from app.prize.models import OptionKind
from app.prize.nominations import actions, content, drafting, links, policy
from app.prize.nominations.forms import (
    ItemForm,
    PageForm,
    SendForm,
    Typed,
    page_form,
    plain,
    rows,
    texts_of,
    touched,
)
from app.prize.nominations.jobs import render_nomination_receipt
from app.prize.nominations.models import Nomination, NominationImage, NominationStatus, Side
from app.prize.nominations.questions import HELP, LABELS, SIDES, TITLES, Page, page_of
from app.prize.nominations.views import picture_url
from app.prize.views import bp

PAGES = list(Page)
SUMMARY = f"{links.PATH}<token>/se-over"


class Draft:
    """One page of a draft as it is shown: the form and the rows, as saved or as just typed. `faults`: what is wrong, by
    field, and `named`: what those fields are called."""

    def __init__(self, token: str, page: Page, nomination: Nomination, typed: Typed | None = None) -> None:
        self.token, self.page, self.nomination, self.typed = token, page, nomination, typed
        self.form: PageForm = page_form(page, nomination, typed)
        self.rows: list[ItemForm] = rows(nomination, typed) if page is Page.FACTS else []
        self.pictures = nomination.images if page is Page.PICTURES else []
        self.faults: dict[str, str] = {}
        self.named: dict[str, str] = {}

    @property
    def was(self) -> dict[str, list[str]]:
        """What is saved, by field, so that only what is changed is sent back into the draft."""
        saved = Draft(self.token, self.page, self.nomination) if self.typed else self
        texts = texts_of(saved.form) | {alt_field(each): [each.alt] for each in self.pictures}
        return texts | {name: text for row in saved.rows for name, text in texts_of(row).items()}

    def alt(self, picture: NominationImage) -> str:
        """What is said of the picture: as typed, or as saved."""
        return self.typed.get(alt_field(picture), picture.alt) if self.typed else picture.alt

    def find_faults(self) -> None:
        """What has the wrong shape, by field."""
        self.form.validate()
        fields = [*self.form, *(field for row in self.rows if not row.validate() for field in row)]
        for field in fields:
            if field.errors:
                self.faults[field.name] = " ".join(map(str, field.errors))
                self.named[field.name] = str(field.label.text)
        for each in self.pictures:
            if len(self.alt(each)) > NominationImage.ALT_LENGTH:
                self.faults[alt_field(each)] = str(
                    _("Teksten er for lang: høyst %(max)d tegn.", max=NominationImage.ALT_LENGTH)
                )


def alt_field(picture: NominationImage) -> str:
    return f"alt-{picture.public_id}"


@bp.route(f"{links.PATH}<token>/skjema/<page>", methods=["GET", "POST"])
@public
def nomination_step(token: str, page: str) -> ResponseReturnValue:
    if page not in PAGES:
        abort(404)
    is_post = request.method == "POST"
    found = links.find(token, now(), for_change=is_post)
    if not is_post and found.status is not NominationStatus.DRAFT:
        return redirect(url_for(".nomination", token=token))
    draft = Draft(token, Page(page), found, plain(request.form) if is_post else None)
    return _post(draft) if is_post else _shown(draft)


def _shown(draft: Draft, status: int = 200, refusal: str | None = None) -> ResponseReturnValue:
    found, here = draft.nomination, PAGES.index(draft.page)
    page = render_template(
        f"prize/nominating/step_{draft.page.name.lower()}.html",
        draft=draft,
        form=draft.form,
        nomination=found,
        prize=found.prize,
        title=TITLES[draft.page],
        steps=_steps(draft.token),
        here=here,
        back=url_for(".nomination_step", token=draft.token, page=PAGES[here - 1]) if here else None,
        blocked=denial(policy.can_write, found, now()),
        refusal=refusal,
        labels=LABELS,
        help=HELP,
        sides=SIDES,
        alt_field=alt_field,
        most=NominationImage.MOST,
        accept=pictures.ACCEPT,
        has_orders=any(each.kind is OptionKind.ORDER_FORM for each in found.prize.options),
    )
    return page, status


def _steps(token: str) -> list[tuple[Any, str]]:
    pages = [(TITLES[page], url_for(".nomination_step", token=token, page=page.value)) for page in PAGES]
    return [*pages, (_("Se over"), url_for(".nomination_summary", token=token))]


def _post(draft: Draft) -> ResponseReturnValue:
    """Save what was changed, do what the button says, and go on; or show the page again with what stands in the way."""
    try:
        policy.can_write(draft.nomination, now())
    except NotAllowed as refusal:
        db.session.rollback()
        if _is_autosave():
            return {"error": refusal.reason}, 409
        return _shown(draft, 409, refusal.reason)
    _save(draft)
    where = _command(draft)
    db.session.commit()
    if _is_autosave():
        return {"saved_at": clock_time(now()), "errors": draft.faults}
    return _shown(draft, 422) if draft.faults else redirect(where)


def _is_autosave() -> bool:
    return request.form.get("_do") == "autosave"


def _save(draft: Draft) -> None:
    """Each changed field that has the right shape. A row that is half filled in waits until it is whole."""
    assert draft.typed is not None
    found, typed, was = draft.nomination, draft.typed, read_shown(request.form)
    draft.find_faults()
    fresh = touched(draft.form, typed, was) - draft.faults.keys()
    drafting.save(found, {field.name: field.data for field in draft.form if field.name in fresh}, at=now())
    if any(touched(row, typed, was) for row in draft.rows):
        whole = [row for row in draft.rows if row.is_filled and not row.errors]
        drafting.save_items(found, [(row.kind.data, row.count.data or 0) for row in whole], at=now())
    for each in draft.pictures:
        name = alt_field(each)
        if name in typed and typed.getlist(name) != was.get(name) and name not in draft.faults:
            drafting.describe(each, found, typed[name].strip(), at=now())
    _take_files(draft)


def _take_files(draft: Draft) -> None:
    """Pictures that were chosen are kept whichever button was pressed."""
    for side in Side:
        refused = []
        for file in request.files.getlist(side.value):
            if not file.filename:
                continue
            try:
                drafting.add_picture(draft.nomination, side, file.filename, file.read(), at=now())
            except NotComplete as refusal:
                refused.append(refusal.reason)
        if refused:
            draft.faults[side.value] = " ".join(dict.fromkeys(refused))
    draft.pictures = draft.nomination.images if draft.page is Page.PICTURES else []


def _command(draft: Draft) -> str:
    """What the button asks for. Returns where to go."""
    command, _colon, part = request.form.get("_do", "next").partition(":")
    here = url_for(".nomination_step", token=draft.token, page=draft.page.value)
    if command == "next":
        position = PAGES.index(draft.page) + 1
        if position == len(PAGES):
            return url_for(".nomination_summary", token=draft.token)
        return url_for(".nomination_step", token=draft.token, page=PAGES[position].value)
    if command in PICTURE_COMMANDS:
        picture = next((each for each in draft.nomination.images if each.public_id == part), None)
        if picture is None:
            abort(404)
        PICTURE_COMMANDS[command](picture, draft.nomination)
        draft.pictures = draft.nomination.images
        return f"{here}#{picture.side.value}-list"
    return f"{here}#{part}" if part in {side.value for side in Side} | {"rows"} else here


PICTURE_COMMANDS: dict[str, Callable[[NominationImage, Nomination], None]] = {
    "remove": lambda picture, found: drafting.remove_picture(picture, found, at=now()),
    "earlier": lambda picture, found: drafting.move_picture(picture, found, earlier=True, at=now()),
    "later": lambda picture, found: drafting.move_picture(picture, found, earlier=False, at=now()),
}


@bp.route(SUMMARY, methods=["GET", "POST"])
@public
def nomination_summary(token: str) -> ResponseReturnValue:
    """The nomination as the jury will read it; what lacks, each with a link; and the button that sends it."""
    form = SendForm()
    found = links.find(token, now(), for_change=form.is_submitted())
    if not form.is_submitted() and found.status is not NominationStatus.DRAFT:
        return redirect(url_for(".nomination", token=token))
    if not form.validate_on_submit():
        return _summary(token, found, form, 422 if form.errors else 200)
    try:
        actions.send(found, at=now())
    except NotAllowed as refusal:
        db.session.rollback()
        status = 422 if isinstance(refusal, NotComplete) else 409
        return _summary(token, links.find(token, now()), form, status, refusal.reason)
    number = found.id
    db.session.commit()
    render_nomination_receipt.enqueue(number)
    flash(_("Nominasjonen er sendt."), "success")
    return redirect(url_for(".nomination", token=token))


def _summary(
    token: str, found: Nomination, form: SendForm, status: int, refusal: str | None = None
) -> ResponseReturnValue:
    lacks = [
        (sentence, f"{url_for('.nomination_step', token=token, page=page_of(field).value)}#{field}")
        for field, sentence in policy.lacks(found)
    ]
    page = render_template(
        "prize/nominating/summary.html",
        token=token,
        nomination=found,
        prize=found.prize,
        form=form,
        parts=content.parts(found),
        picture_url=picture_url(token),
        steps=_steps(token),
        lacks=lacks,
        blocked=denial(policy.can_write, found, now()),
        refusal=refusal,
        doubts=_doubts(found),
    )
    return page, status


def _doubts(found: Nomination) -> list[str]:
    """What may be sent, and will probably not reach the jury."""
    agreement = policy.chosen(found, OptionKind.AGREEMENT, found.agreement)
    doubts = []
    if found.is_finished is False or (found.period_to and found.period_to > found.prize.finished_by):
        doubts.append(str(_("Prosjektet ser ikke ut til å bli ferdig innen fristen. Da kan det nomineres neste år.")))
    if found.prize.requires_agreement and agreement and not agreement.qualifies:
        doubts.append(str(_("Årets tema gjelder prosjekter som er gjort med samkjøpsavtalene.")))
    return doubts


@bp.route(f"{links.PATH}<token>/slett", methods=["POST"])
@public
def discard_nomination(token: str) -> ResponseReturnValue:
    """Throw a draft away for good."""
    found = links.find(token, now(), for_change=True)
    actions.discard(found, at=now())
    db.session.commit()
    flash(_("Kladden er slettet."), "success")
    return redirect(url_for(".nominate"))

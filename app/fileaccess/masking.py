"""Make a masked copy: a new file in which what was chosen never stood (words) or is painted over in pixels (pages).
The document itself is never changed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app.accounts.models import User
from app.applications.models import Application
from app.audit.actions import record
from app.clock import local
from app.extensions import db
from app.fileaccess import painting, policy
from app.fileaccess.documents import PDF, Document
from app.fileaccess.models import MaskedCopy
from app.fileaccess.painting import PageMark
from app.fileaccess.texts import Written
from app.files.actions import store
from app.law import exemptions
from app.policy import NotComplete

SHORTEST_WORD = 2
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Wish:
    """What is to be taken out on one ground: words wherever they stand, whole pages, and boxes on pages."""

    ground: str
    words: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    boxes: tuple[tuple[int, Box], ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.pages or self.boxes)


@dataclass(frozen=True)
class Made:
    """A new file, how many pages it has, and what was taken out."""

    data: bytes
    pages: int
    marks: list[dict[str, Any]]


def mask(
    application: Application,
    document: Document,
    wishes: Sequence[Wish],
    fields: Mapping[str, str],
    *,
    by: User,
    at: datetime,
) -> MaskedCopy:
    """`fields`: the ground for each field of a written document that is taken out whole.

    Raises NotComplete for a file that cannot be masked, a word that stands nowhere, and when nothing is chosen.
    """
    policy.can_handle(by, application)
    on, chosen = local(at).date(), [wish for wish in wishes if not wish.is_empty]
    _check(document, chosen, fields, at)
    labels = {code: exemptions.mark(code, on) for code in {*fields.values(), *(wish.ground for wish in chosen)}}
    if document.written is not None:
        made, media_type = _without_words(document.written, chosen, fields, labels), PDF
    else:
        made, media_type = _painted(document, chosen, at), document.media_type
    copy = _kept(application, document, made, media_type, by, at)
    fields_of_event = {"document": document.key, "copy": copy.public_id, "marks": len(made.marks)}
    record("masked_copy_made", by=by, at=at, case=application.reference, **fields_of_event)
    return copy


def _kept(
    application: Application, document: Document, made: Made, media_type: str, by: User, at: datetime
) -> MaskedCopy:
    copy = MaskedCopy(
        application_id=application.id,
        document_key=document.key,
        source_sha256=document.sha256,
        sha256=store(made.data, media_type, at).sha256,
        media_type=media_type,
        pages=made.pages,
        marks=made.marks,
        made_by_id=by.id,
        made_by_name=by.name,
        made_at=at,
    )
    db.session.add(copy)
    db.session.flush()
    return copy


def _check(document: Document, wishes: Sequence[Wish], fields: Mapping[str, str], at: datetime) -> None:
    if not document.may_be_masked:
        raise _refused(_("Et tekstdokument (DOCX, ODT) kan ikke skjermes her. Gi hele dokumentet, eller avslå."))
    if not wishes and not fields:
        raise _refused(_("Velg noe å skjerme: ord, sider eller felt."))
    on = local(at).date()
    known = exemptions.grounds(on, for_party=False) | exemptions.grounds(on, for_party=True)
    if {*fields.values(), *(wish.ground for wish in wishes)} - known.keys():
        raise _refused(_("Velg hjemmel for det som skal skjermes."))
    paths = {field.path for field in document.written.fields()} if document.written else set()
    if fields.keys() - paths:
        raise _refused(_("Dokumentet har ikke feltet som skulle skjermes. Last siden på nytt."))
    if any(len(word) < SHORTEST_WORD for wish in wishes for word in wish.words):
        raise _refused(_("Et ord som skal skjermes, må ha minst to tegn."))


def _refused(sentence: str) -> NotComplete:
    return NotComplete(str(sentence), {"marks": str(sentence)})


def _without_words(
    written: Written, wishes: Sequence[Wish], fields: Mapping[str, str], labels: Mapping[str, str]
) -> Made:
    """Printed anew. A word inside a field is taken out where it stands; the rest of the field is kept."""
    changed = {path: labels[ground] for path, ground in fields.items()}
    marks: list[dict[str, Any]] = [{"ground": ground, "field": path} for path, ground in fields.items()]
    words = [(word, wish.ground) for wish in wishes for word in wish.words]
    unseen = {word for word, _ground in words}
    for field in written.fields():
        if field.path in fields:
            unseen -= {word for word, _ground in words if _pattern(word).search(field.text)}
            continue
        text = field.text
        for word, ground in words:
            text, hits = _pattern(word).subn(labels[ground], text)
            if hits:
                unseen.discard(word)
                marks.append({"ground": ground, "field": field.path, "hits": hits})
        if text != field.text:
            changed[field.path] = text
    _all_found(unseen)
    pdf = written.pdf(changed)
    pages, left = painting.find_in(pdf, [word for word, _ground in words])
    if still := sorted(word for word, places in left.items() if places):
        raise _refused(
            _("«%(word)s» står også i en del av dokumentet som ikke kan skjermes. Avslå heller hele.", word=still[0])
        )
    return Made(pdf, pages, marks)


def _pattern(word: str) -> re.Pattern[str]:
    """However it is written, with any space between its parts."""
    return re.compile(r"\s+".join(re.escape(part) for part in word.split()), re.IGNORECASE)


def _all_found(unseen: set[str]) -> None:
    if unseen:
        words = ", ".join(f"«{word}»" for word in sorted(unseen))
        raise _refused(
            _("Fant ikke %(words)s i dokumentet. Står det på et bilde, må du markere det på siden.", words=words)
        )


def _painted(document: Document, wishes: Sequence[Wish], at: datetime) -> Made:
    assert document.sha256 is not None
    words = [word for wish in wishes for word in wish.words]
    hits = painting.find(document.sha256, words) if words and document.media_type == PDF else {}
    _all_found({word for word in words if not hits.get(word)})
    on = local(at).date()
    marks = [
        PageMark(page, box, wish.ground, (exemptions.mark if box is None else exemptions.short)(wish.ground, on))
        for wish in wishes
        for page, box in _places(wish, hits)
    ]
    data, pages = painting.paint(document.sha256, document.media_type, marks)
    kept = [{"ground": mark.ground, "page": mark.page, "box": list(mark.box) if mark.box else None} for mark in marks]
    return Made(data, pages, kept)


def _places(wish: Wish, hits: painting.Hits) -> list[tuple[int, Box | None]]:
    places: list[tuple[int, Box | None]] = [(page, None) for page in wish.pages]
    places += list(wish.boxes)
    for word in wish.words:
        for page, left, top, right, bottom in hits[word]:
            places.append((int(page), (left, top, right, bottom)))
    return places

"""Whether a file that somebody sends is received, with the sentence for the field when it is not."""

from flask_babel import gettext as _

from app.files import kinds, names
from app.policy import NotComplete

MOST_BYTES = 10 * 1024 * 1024


def examine(filename: str, data: bytes) -> tuple[str, kinds.Kind]:
    """A harmless name (given an extension when it has none) and the kind that the bytes tell.

    Raises NotComplete for what is empty, above 10 MB, of no kind we receive, or not what its name says.
    """
    name = names.clean(filename)
    if not data:
        raise _refused(_("Filen «%(name)s» er tom.", name=name))
    if len(data) > MOST_BYTES:
        raise _refused(_("Filen «%(name)s» er for stor. En fil kan være på høyst 10 MB.", name=name))
    kind = kinds.recognise(data)
    if kind is None:
        raise _refused(_("Vi kan ikke ta imot «%(name)s». Send pdf, png, jpg, docx eller odt.", name=name))
    extension = names.extension(name)
    if not extension:
        return names.clean(f"{name}.{kind.extension}"), kind
    if extension not in kind.extensions:
        raise _refused(
            _(
                "«%(name)s» er ikke det navnet sier: innholdet er %(kind)s. "
                "Gi filen riktig navn, eller lagre den igjen.",
                name=name,
                kind=kind.extension,
            )
        )
    return name, kind


def _refused(sentence: str) -> NotComplete:
    return NotComplete(sentence, {"file": sentence})

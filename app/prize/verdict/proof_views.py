"""What anybody may see of the verdict: the commitment before, and afterwards the winner's pictures and the proofs."""

from flask import Response, jsonify, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app.access import public
from app.files.serving import show_picture
from app.prize import embargo
from app.prize.queries import public_prize
from app.prize.verdict import queries
from app.prize.verdict.models import Verdict
from app.prize.views import bp


def _published(year: int) -> Verdict:
    """Raises NoResultFound until the winner is published."""
    verdict = queries.public_verdict(year)
    if verdict is None:
        raise NoResultFound
    return verdict


@bp.route("/ombruksprisen/<int(max=9999):year>/forsegling")
@public
def sealed(year: int) -> ResponseReturnValue:
    """The checksum alone until the winner is published, then also what it was made of."""
    prize = public_prize(year)
    published = queries.commitments(prize)
    if not published:
        raise NoResultFound
    verdict = queries.public_verdict(year)
    return render_template(
        "prize/sealed.html", prize=prize, published=published, verdict=verdict, is_public=embargo.is_public(prize)
    )


@bp.route("/ombruksprisen/<int(max=9999):year>/forsegling.json")
@public
def sealed_text(year: int) -> Response:
    """Exactly what was sealed, byte for byte."""
    verdict = _published(year)
    if verdict.sealed_json is None or verdict.commitment_published_at is None:
        raise NoResultFound
    return Response(verdict.sealed_json.encode(), mimetype="application/json")


@bp.route("/ombruksprisen/<int(max=9999):year>/loddtrekning.json")
@public
def public_draw(year: int) -> Response:
    """What the ten lines of docs/draw.md read. The references say nothing of the projects that did not win."""
    verdict = _published(year)
    if verdict.draw is None:
        raise NoResultFound
    return jsonify(verdict.draw.record)


@bp.route("/ombruksprisen/<int(max=9999):year>/bilder/<public_id>")
@public
def public_image(year: int, public_id: str) -> Response:
    """Only what the publishing chose."""
    shown = {each.public_id: each for each in queries.public_pictures(_published(year))}
    if public_id not in shown:
        raise NoResultFound
    return show_picture(shown[public_id].sha256)

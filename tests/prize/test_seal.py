"""The seal: what it holds, that anybody can prove it, and that its checksum gives nothing away."""

import hashlib
import itertools
import json
import re
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.extensions import db
from app.policy import NotAllowed
from app.prize.models import PrizeStatus
from app.prize.verdict import seal, sealing
from tests.prize.verdict_world import NONCE, confirmed, sealed
from tests.prize_world import PrizeWorld

SignIn = Callable[[Any], FlaskClient]
PAGE, PUBLIC = "/staff/prize/2026/verdict", "/ombruksprisen/2026/forsegling"
DOCUMENT = Path(__file__).parents[2] / "docs" / "seal.md"


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(NotAllowed) as caught:
        act()
    db.session.rollback()
    return caught.value.reason


def test_the_text_is_the_same_whatever_order_it_was_written_in() -> None:
    content = {"b": 1, "a": "Ås", "c": [{"y": 1, "x": 2}]}
    turned = {"c": [{"x": 2, "y": 1}], "a": "Ås", "b": 1}
    assert seal.seal(content, NONCE) == seal.seal(turned, NONCE)
    assert seal.seal(content, NONCE) == f'{{"a":"Ås","b":1,"c":[{{"x":2,"y":1}}],"nonce":"{NONCE}"}}'


def test_a_short_nonce_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        seal.seal({}, "5e" * 31)


def test_nonces_are_never_the_same() -> None:
    assert len({seal.new_nonce() for _ in range(100)}) == 100


def test_what_is_sealed(prizes: PrizeWorld) -> None:
    judged = sealed(prizes)
    verdict = judged.verdict
    assert judged.prize.status is PrizeStatus.EMBARGO
    assert json.loads(verdict.sealed_json or "") == {
        "prize": "Ombruksprisen 2026",
        "reference": "PRIS-2026",
        "version": 1,
        "winner": {"reference": "PRIS-2026-001", "project": "Prosjekt 1", "unit": "Prosjekt 1 sykehjem"},
        "honourable_mentions": [{"reference": "PRIS-2026-002", "project": "Prosjekt 2", "unit": "Prosjekt 2 sykehjem"}],
        "statement": verdict.statement,
        "diploma_sentence": verdict.diploma_sentence,
        "minutes_sha256": verdict.minutes_sha256,
        "draw": None,
        "sealed_at": "2026-09-01T08:00:00+00:00",
        "nonce": NONCE,
    }
    assert verdict.commitment == hashlib.sha256((verdict.sealed_json or "").encode()).hexdigest()


def test_the_checksum_cannot_be_tried_out_without_the_nonce(prizes: PrizeWorld) -> None:
    """Who knows everything but the nonce, and tries each of the few possible verdicts."""
    judged = sealed(prizes)
    content = json.loads(judged.verdict.sealed_json or "")
    del content["nonce"]
    tried = set()
    for nomination, nonce in itertools.product(judged.nominations, ("", "0" * 64, "ff" * 32)):
        content["winner"]["reference"] = nomination.reference
        text = json.dumps({**content, "nonce": nonce}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        tried.add(hashlib.sha256(text.encode()).hexdigest())
    assert judged.verdict.commitment not in tried


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (PrizeStatus.RANKED, "Kåringen kan forsegles når alle i juryen har bekreftet protokollen."),
        (PrizeStatus.STATEMENT_READY, "Kåringen kan forsegles når alle i juryen har bekreftet protokollen."),
    ],
)
def test_nothing_is_sealed_before_all_have_confirmed(prizes: PrizeWorld, status: PrizeStatus, reason: str) -> None:
    judged = confirmed(prizes, status)
    act = partial(sealing.seal_verdict, judged.prize, nonce=NONCE, by=judged.secretary, at=prizes.at)
    assert refusal(act) == reason


def test_only_the_secretary_seals(prizes: PrizeWorld) -> None:
    judged = confirmed(prizes)
    chair = judged.members[-1].user
    act = partial(sealing.seal_verdict, judged.prize, nonce=NONCE, by=chair, at=prizes.at)
    assert refusal(act) == "Bare jurysekretæren kan gjøre dette."


def test_the_commitment_is_published_first_and_proven_after(
    prizes: PrizeWorld, sign_in: SignIn, client: FlaskClient, tmp_path: Path
) -> None:
    judged = sealed(prizes)
    assert client.get(PUBLIC).status_code == 404
    sign_in(judged.secretary).post(f"{PAGE}/commitment")
    with client.session_transaction() as session:
        session.clear()
    before = client.get(PUBLIC).text
    assert (str(judged.verdict.commitment) in before, NONCE in before, "Prosjekt 1" in before) == (True, False, False)
    assert client.get(f"{PUBLIC}.json").status_code == 404
    judged.prize.status, judged.verdict.handed_over_at = PrizeStatus.PUBLISHED, prizes.at
    judged.verdict.published_at = prizes.at
    db.session.commit()
    file = client.get(f"{PUBLIC}.json").data
    assert hashlib.sha256(file).hexdigest() == judged.verdict.commitment
    assert "sha256sum forsegling.json" in client.get(PUBLIC).text
    done = verify(tmp_path, file, str(judged.verdict.commitment))
    assert (done.returncode, done.stdout) == (0, "Forseglingen stemmer. Vinner: Prosjekt 1, Prosjekt 1 sykehjem\n")
    assert verify(tmp_path, file.replace(b"Prosjekt 1", b"Prosjekt 3"), str(judged.verdict.commitment)).returncode != 0


def verify(tmp_path: Path, file: bytes, commitment: str) -> "subprocess.CompletedProcess[str]":
    """As the documentation says that anybody may."""
    found = re.search(r"```python\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    (tmp_path / "check.py").write_text(found[1], encoding="utf-8")
    (tmp_path / "forsegling.json").write_bytes(file)
    command = [sys.executable, "-I", "check.py", "forsegling.json", commitment]
    return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)


def test_a_verdict_withdrawn_after_the_seal(prizes: PrizeWorld, sign_in: SignIn) -> None:
    """The jury meets again; the published checksum stays, and what was in it is never shown."""
    judged = sealed(prizes)
    client = sign_in(judged.secretary)
    client.post(f"{PAGE}/commitment")
    empty = client.post(f"{PAGE}/withdraw", data={"reason": " "})
    assert (empty.status_code, "Skriv en begrunnelse." in empty.text) == (422, True)
    assert client.post(f"{PAGE}/withdraw", data={"reason": "Et medlem var inhabilt."}).location == PAGE
    assert (judged.prize.status, judged.verdict.withdrawn_at) == (PrizeStatus.MEETING, prizes.at)
    assert [each.status.value for each in judged.nominations] == ["qualified"] * 3
    shown = client.get(PUBLIC).text
    assert (str(judged.verdict.commitment) in shown, "ble trukket tilbake" in shown, "inhabilt" in shown) == (
        True,
        True,
        False,
    )
    assert client.get(f"{PUBLIC}.json").status_code == 404
    assert "Et medlem var inhabilt." in client.get(PAGE).text


def test_a_verdict_is_not_withdrawn_once_the_prize_is_handed_over(prizes: PrizeWorld, sign_in: SignIn) -> None:
    judged = sealed(prizes)
    judged.prize.status = PrizeStatus.HANDED_OVER
    db.session.commit()
    answer = sign_in(judged.secretary).post(f"{PAGE}/withdraw", data={"reason": "Feil"})
    assert (answer.status_code, "kan ikke trekkes tilbake her" in answer.text) == (409, True)

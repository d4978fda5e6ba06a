"""The finished file: valid by both standards, the same each time, and shut to the world outside."""

import base64
import ctypes
import io
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import page as validator
import pikepdf
import pytest

from app.letters.content import Content
from app.letters.pdf import Embedded, font, print_page, render
from app.policy import NotComplete
from tests.letters.letters import (
    DISMISSED,
    FULL,
    PART,
    RECIPIENT,
    REJECTED,
    SENDER,
    activity,
    appeal_receipt,
    application,
    decision,
    receipt,
)

LONG = "Vi rydder, reparerer og bytter sammen med naboene. " * 40


@pytest.fixture(scope="module")
def copy() -> Embedded:
    return Embedded("OMB-2026-0042.pdf", "Søknaden slik den ble sendt", render(receipt()))


@contextmanager
def http_server(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """A server on this machine that serves `folder`, and the paths it was asked for."""
    asked: list[str] = []

    class Listener(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            super().do_GET()

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Listener, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", asked
        finally:
            server.shutdown()
            thread.join()


def failures(pdf: bytes) -> list[str]:
    reports = [validator.validate_pdf_bytes(pdf, profile=profile) for profile in ("3a", "ua1")]
    return [f"{failure.rule_id}: {failure.message}" for report in reports for failure in report.failures]


LETTERS = [
    decision(),
    decision(PART),
    decision(REJECTED),
    decision(DISMISSED),
    decision(PART, FULL, REJECTED, DISMISSED),
    receipt(application=application(activities=[activity(description=LONG), activity(position=2, learn=LONG)])),
    appeal_receipt(text=LONG),
    decision(recipient=replace(RECIPIENT, name="Čáhcesuolu Łódź Đặng Ђорђе العربية → ✓ 😀 日本"), handler="Ŋ Ø"),
    decision(replace(FULL, title="å" * 80, reasons="\n\n".join([LONG] * 4))),
    decision(sender=replace(SENDER, colour="#00aa55")),
]


@pytest.mark.parametrize("content", LETTERS, ids=lambda content: content.title()[:50])
def test_every_letter_is_pdf_a_and_pdf_ua(content: Content, copy: Embedded) -> None:
    assert failures(render(content, (copy,))) == []


def test_a_letter_without_an_embedded_file_is_valid_too() -> None:
    assert failures(render(receipt())) == []
    assert failures(render(decision())) == []


def test_a_stream_that_would_end_with_a_carriage_return_is_written_another_way() -> None:
    """One stream in 256 ends so by chance; among these letters many do before they are mended."""
    broken = [
        number
        for number in range(60)
        if failures(print_page(f'<html lang="nb"><title>{number}</title><p>{number}</p></html>', receipt().received_at))
    ]
    assert broken == []


def test_the_application_is_an_associated_file(copy: Embedded) -> None:
    with pikepdf.open(io.BytesIO(render(decision(), (copy,)))) as pdf:
        (file,) = pdf.Root.AF
        assert str(file.AFRelationship) == "/Source"
        assert str(file.UF) == "OMB-2026-0042.pdf"
        assert str(file.Desc) == "Søknaden slik den ble sendt"
        assert str(file.EF.F.Subtype) == "/application/pdf"
        assert int(file.EF.F.Params.Size) == len(copy.data)
        assert bytes(file.EF.F.read_bytes()) == copy.data
        assert pdf.attachments["OMB-2026-0042.pdf"].get_file().read_bytes() == copy.data


def test_title_and_language_are_in_the_file() -> None:
    with pikepdf.open(io.BytesIO(render(decision(PART)))) as pdf:
        assert str(pdf.docinfo.Title) == decision(PART).title()
        assert str(pdf.Root.Lang) == "nb"
        scopes = {
            str(each.A.Scope)
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and "/Scope" in each.get("/A", {})
        }
        assert scopes == set()
    with pikepdf.open(io.BytesIO(render(decision(PART, FULL)))) as pdf:
        headers = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/TH"]
        scopes = [str(each.A.Scope) for each in headers if "/A" in each]
        assert scopes == ["/Column"] * 3 + ["/Row"] * 3


def test_the_same_content_gives_the_same_bytes(copy: Embedded) -> None:
    assert render(decision(), (copy,)) == render(decision(), (copy,))
    assert render(decision()) != render(decision(handler="En annen"))


def test_content_and_files_can_be_sent_to_another_process(copy: Embedded) -> None:
    content, files = pickle.loads(pickle.dumps((decision(), (copy,))))
    assert (content, files) == (decision(), (copy,))


def test_an_incomplete_letter_is_not_rendered_and_the_refusal_reaches_other_processes_whole() -> None:
    with pytest.raises(NotComplete) as refusal:
        render(decision(replace(FULL, reasons="")))
    again = pickle.loads(pickle.dumps(refusal.value))
    assert (again.reason, again.missing) == (refusal.value.reason, refusal.value.missing)


@pytest.mark.parametrize("url", ["http://example.com/x", "file:///etc/passwd", "font:../../../../etc/passwd", "font:x"])
def test_the_style_sheet_can_fetch_our_own_fonts_only(url: str) -> None:
    with pytest.raises(ValueError, match="may not fetch"):
        font(url)


PICTURE = base64.b64encode(
    bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
        "53de0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
    )
).decode()


@pytest.mark.parametrize("scheme", ["file", "http", "data"])
def test_a_picture_in_the_page_is_not_fetched(scheme: str, tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(base64.b64decode(PICTURE))
    with http_server(tmp_path) as (address, asked):
        source = {
            "file": (tmp_path / "x.png").as_uri(),
            "http": f"{address}/x.png",
            "data": f"data:image/png;base64,{PICTURE}",
        }[scheme]
        html = f'<html lang="nb"><title>x</title><p>x<img alt="x" src="{source}"></p></html>'
        with pikepdf.open(io.BytesIO(print_page(html, receipt().received_at))) as pdf:
            assert list(pdf.pages[0].Resources.get("/XObject", {})) == []
    assert asked == []


def test_the_fast_subsetter_is_installed() -> None:
    """Without libharfbuzz-subset0 letters are five times slower, and nothing says so."""
    ctypes.CDLL("libharfbuzz-subset.so.0")


def test_only_the_letters_font_is_used() -> None:
    with pikepdf.open(io.BytesIO(render(decision()))) as pdf:
        fonts = {
            str(each.FontName).partition("+")[2].partition("-")[0]
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor"
        }
    assert fonts == {"Public"}


def test_a_web_worker_does_not_load_weasyprint() -> None:
    program = (
        "import sys, os, tempfile\n"
        "from pathlib import Path\n"
        "from app import create_app\n"
        "from app.config import Config\n"
        "create_app(Config(secret_key='x', instance=Path(tempfile.mkdtemp())))\n"
        "import app.letters.actions, app.letters.pdf\n"
        "print(sorted({'weasyprint', 'pydyf', 'holidays', 'fontTools'} & sys.modules.keys()))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"

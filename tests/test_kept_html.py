"""HTML kept between requests: written once, never more of it than there is room for."""

from app.layout import KeptHtml


def test_html_is_written_once_for_a_key() -> None:
    kept, written = KeptHtml(), []

    def write() -> str:
        written.append("once")
        return "<p>Ombruk</p>"

    assert [kept.get(("OMB-2026-0001", 1), write) for _ in range(3)] == ["<p>Ombruk</p>"] * 3
    assert written == ["once"]


def test_another_key_is_another_text() -> None:
    kept = KeptHtml()
    assert kept.get(("OMB-2026-0001", 1), lambda: "første") == "første"
    assert kept.get(("OMB-2026-0001", 2), lambda: "andre") == "andre"


def test_the_oldest_goes_when_it_is_full() -> None:
    kept = KeptHtml()
    part = "x" * (KeptHtml.MOST // 8)  # counted twice, since a key holds as much: four of them fill it
    for number in range(4):
        kept.get(number, lambda: part)
    kept.get(0, lambda: "written again")
    kept.get(4, lambda: part)
    assert kept.get(0, lambda: "written again") == part
    assert kept.get(1, lambda: "written again") == "written again"


def test_what_is_too_large_is_not_kept() -> None:
    kept = KeptHtml()
    kept.get("large", lambda: "x" * KeptHtml.MOST)
    assert kept.get("large", lambda: "written again") == "written again"

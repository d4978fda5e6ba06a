"""A table as cards: cells say their column's heading, elements their role, and nothing else is changed."""

from markupsafe import Markup

from app.tables import as_cards

TABLE = Markup(
    '<table class="pkt-table"><thead><tr><th scope="col">Hvem</th>'
    '<th scope="col" class="amount"><a href="?s">Kr &amp; øre</a></th>'
    '<th scope="col"><span class="sr-only">Gjør</span></th></tr></thead>'
    '<tbody><tr><th scope="row">Tøyen</th><td class="amount">1</td><td><a href="/">Åpne</a></td></tr></tbody>'
    '<tfoot><tr><td colspan="2">Sum</td><td data-label="Alt">1</td></tr></tfoot></table>'
)


def test_cells_say_their_heading_and_elements_their_role() -> None:
    assert as_cards(TABLE) == (
        '<div class="as-cards"><table role="table" class="pkt-table"><thead role="rowgroup"><tr role="row">'
        '<th role="columnheader" scope="col">Hvem</th>'
        '<th role="columnheader" scope="col" class="amount"><a href="?s">Kr &amp; øre</a></th>'
        '<th role="columnheader" scope="col"><span class="sr-only">Gjør</span></th></tr></thead>'
        '<tbody role="rowgroup"><tr role="row"><th role="rowheader" scope="row">Tøyen</th>'
        '<td role="cell" data-label="Kr &amp; øre" class="amount">1</td>'
        '<td role="cell"><a href="/">Åpne</a></td></tr></tbody>'
        '<tfoot role="rowgroup"><tr role="row"><td role="cell" data-label="Hvem" colspan="2">Sum</td>'
        '<td role="cell" data-label="Alt">1</td></tr></tfoot></table></div>'
    )


def test_many_columns_need_more_room() -> None:
    wide = Markup("<table><thead><tr>{}</tr></thead></table>").format(Markup("<th>x</th>") * 6)
    assert as_cards(wide).startswith('<div class="as-cards as-cards--wide">')

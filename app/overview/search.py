"""Find cases by words. The one place that knows that SQLite has FTS5 and PostgreSQL has tsvector."""

from sqlalchemy import ColumnElement, column, false, func, literal_column, select, table

from app.applications.models import CaseRow
from app.applications.worklist import plain
from app.extensions import db

MOST_WORDS = 8
LONGEST_WORD = 40
SHORT_NUMBER = 5

# both are made in the migrations: the index with its triggers, the column generated from search_text
CASE_SEARCH = table("case_search", column("rowid"))
SEARCH_WORDS: ColumnElement[str] = literal_column("case_row.search_words")


def matching(query: str) -> ColumnElement[bool]:
    """A condition on CaseRow: every word of the query begins a word of the case. No words match nothing.

    A number of at most five digits is matched whole, so that «42» finds OMB-2026-0042 and not 4 200 kroner.
    Anything may be asked: quotes, stars and signs are only what stands between words.
    """
    words = [word[:LONGEST_WORD] for word in plain(query).split()[:MOST_WORDS]]
    if not words:
        return false()
    if db.engine.dialect.name == "postgresql":
        return _tsvector(words)
    return _fts5(words)


def _is_whole(word: str) -> bool:
    return word.isdigit() and len(word) <= SHORT_NUMBER


def _fts5(words: list[str]) -> ColumnElement[bool]:
    expression = " ".join(f'"{word}"' if _is_whole(word) else f'"{word}"*' for word in words)
    found = select(CASE_SEARCH.c.rowid).where(literal_column("case_search").op("MATCH")(expression))
    return CaseRow.activity_id.in_(found)


def _tsvector(words: list[str]) -> ColumnElement[bool]:
    expression = " & ".join(word if _is_whole(word) else f"{word}:*" for word in words)
    simple: ColumnElement[str] = literal_column("'simple'")
    return SEARCH_WORDS.bool_op("@@")(func.to_tsquery(simple, expression))

"""The floor: what a bare page of this kind costs on this machine. `/real` reads the user's row, a count(*) and 25 ORM
rows with a join, and shows an 18 kB Jinja page; `/constant` is 64 kB that never change; a POST to `/save` updates one
row and inserts another."""

import os
from datetime import UTC, datetime

from flask import Flask, redirect, render_template_string
from flask.typing import ResponseReturnValue
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import ForeignKey, String, Text, event, func, insert, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, joinedload, mapped_column, relationship

PAGE = """<!doctype html><html lang="nb"><title>Floor</title><h1>{{ total }} rows for {{ person.name }}</h1><table>
{% for item in items %}<tr><td>{{ item.id }}</td><td>{{ item.title }}</td><td>{{ item.owner.name }}</td>
<td>{{ item.amount }}</td><td>{{ item.created_at.strftime("%d.%m.%Y") }}</td><td>{{ item.text }}</td></tr>{% endfor %}
</table></html>"""
CONSTANT = "<!doctype html><html lang=nb><title>Floor</title><p>" + "Vi setter opp et bytte. " * 2_700
FILLER = "Vi setter opp et bytte i foajeen der alle kan levere og ta med plagg. " * 9


class Base(DeclarativeBase):
    pass


class Person(Base):
    __tablename__ = "floor_person"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))


class Item(Base):
    __tablename__ = "floor_item"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
    amount: Mapped[int]
    created_at: Mapped[datetime]
    owner_id: Mapped[int] = mapped_column(ForeignKey("floor_person.id"))
    owner: Mapped[Person] = relationship()


class Entry(Base):
    __tablename__ = "floor_entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("floor_item.id"))
    text: Mapped[str] = mapped_column(String(80))


db = SQLAlchemy(metadata=Base.metadata)


def _pragmas(connection, _record) -> None:  # type: ignore[no-untyped-def]
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=20000"):
        connection.execute(f"PRAGMA {pragma}")


def create_app() -> Flask:
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["FLOOR_DATABASE"]
    db.init_app(app)
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        with app.app_context():
            event.listen(db.engine, "connect", _pragmas)

    @app.get("/constant")
    def constant() -> ResponseReturnValue:
        return CONSTANT

    @app.get("/real")
    def real() -> ResponseReturnValue:
        person = db.session.get_one(Person, 1)
        total = db.session.scalar(select(func.count()).select_from(Item))
        items = db.session.scalars(select(Item).options(joinedload(Item.owner)).order_by(Item.id.desc()).limit(25))
        return render_template_string(PAGE, person=person, total=total, items=items.all())

    @app.post("/save")
    def save() -> ResponseReturnValue:
        db.session.get_one(Item, 7).amount += 1
        db.session.add(Entry(item_id=7, text="saved"))
        db.session.commit()
        return redirect("/real")

    return app


def seed(database: str, rows: int) -> None:
    """Fill the floor's database: 50 people, `rows` items."""
    os.environ["FLOOR_DATABASE"] = database
    app = create_app()
    with app.app_context():
        db.drop_all()
        db.create_all()
        db.session.execute(insert(Person), [{"id": i, "name": f"Person {i}"} for i in range(1, 51)])
        at = datetime(2026, 9, 1, tzinfo=UTC).replace(tzinfo=None)
        items = (
            {"title": f"Aktivitet {i}", "text": FILLER, "amount": 5000, "created_at": at, "owner_id": i % 50 + 1}
            for i in range(rows)
        )
        db.session.execute(insert(Item), list(items))
        db.session.execute(text("ANALYZE"))
        db.session.commit()
        db.engine.dispose()

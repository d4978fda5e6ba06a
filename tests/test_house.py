"""The house stands: the schema is built by the migrations and is what the models say."""

from flask import Flask
from flask_migrate import check

from app.access import Role
from tests.world import World


def test_the_migrations_build_what_the_models_declare(app: Flask) -> None:
    check()


def test_a_round_is_loaded_from_data_alone(world: World) -> None:
    grant_round = world.round()
    assert [tier.amount_nok for tier in grant_round.tiers] == [2500, 5000, 10000]
    assert grant_round.rubric is not None
    assert sum(criterion.weight for criterion in grant_round.rubric.criteria) == 100


def test_people_and_organisations(world: World) -> None:
    kari = world.user()
    assert kari.roles == {Role.APPLICANT}
    assert world.organisation(kari).memberships[0].user is kari

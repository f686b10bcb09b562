"""Operations of migrations that render models once."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from imyportal.migrating import CreateModels, RunRules


def made(name, **fields):
    return migrations.CreateModel(
        name, [("id", models.AutoField(primary_key=True)), *fields.items()]
    )


PAIR = CreateModels(
    [
        made("Left"),
        made("Right", left=models.ForeignKey("imyportal.Left", on_delete=models.CASCADE)),
    ]
)


def tables():
    return {"imyportal_left", "imyportal_right"} & set(connection.introspection.table_names())


@pytest.mark.postgres  # SQLite changes no tables inside a transaction
@pytest.mark.django_db
def test_models_come_together_and_go_together():
    before, after = ProjectState(), ProjectState()
    PAIR.state_forwards("imyportal", after)

    with connection.schema_editor(atomic=True) as editor:
        PAIR.database_forwards("imyportal", editor, before, after)
    came = tables()
    with connection.schema_editor(atomic=True) as editor:
        PAIR.database_backwards("imyportal", editor, after, before)

    assert (len(came), tables()) == (2, set())


def test_models_are_not_rendered_one_after_another():
    state = ProjectState()
    _ = state.apps

    PAIR.state_forwards("imyportal", state)

    assert "apps" not in vars(state)
    assert state.apps.get_model("imyportal", "Right")._meta.get_field("left").related_model


def test_rules_are_made_without_models():
    got = []
    rules = RunRules(lambda *given: got.append(given), lambda *given: got.append(given))
    state = ProjectState()

    rules.database_forwards("imyportal", "editor", state, state)
    rules.database_backwards("imyportal", "editor", state, state)

    assert got == [(None, "editor")] * 2
    assert "apps" not in vars(state)

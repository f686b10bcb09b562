"""Operations of migrations that do not make Django draw every model anew for each of them."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class CreateModels(Operation):
    """Many `CreateModel` as one, and `AddField` for what is many-to-many through one of them.

    After each `CreateModel`, Django renders all models that are related to the new one, which are all: work
    that grows with the square of their number. Here they are rendered once.
    """

    serialization_expand_args = ["operations"]

    def __init__(self, operations: list[migrations.CreateModel | migrations.AddField]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        # Rendered again when somebody asks, and then whole.
        vars(state).pop("apps", None)
        state.is_delayed = False
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for operation in self._tables:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for operation in reversed(self._tables):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    @property
    def _tables(self) -> list[migrations.CreateModel]:
        return [each for each in self.operations if isinstance(each, migrations.CreateModel)]

    def describe(self) -> str:
        return f"Create {len(self._tables)} models"


class RunRules(migrations.RunPython):
    """`RunPython` for triggers: its functions get no models, so that none are rendered."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        rules: Any = self.code
        rules(None, schema_editor)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        back: Any = self.reverse_code
        back(None, schema_editor)

"""Operations of migrations that do not make Django draw every model anew for each of them."""

from dataclasses import dataclass
from string import Template
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


DUE = Template("EXISTS (SELECT 1 FROM trainees_retentionrule r WHERE r.kind = '$kind' AND $older)")
HELD = Template(
    "EXISTS (SELECT 1 FROM trainees_legalhold h WHERE h.ended_at IS NULL AND h.trainee_id IN ($of))"
)


@dataclass(frozen=True)
class UntilDue:
    """Rows of `table` are not deleted before their time: a trigger sees to it, instead of one that never lets them go.

    A row may go once it is older than the retention rule of `kind` says, by `day`, which other triggers keep as it
    was written; while a legal hold of anybody in `of` stands, none may. SQL, with `OLD` for the row. The database
    asks its own clock, and `trainees_retentionrule_least`: who has the role of the pages cannot hasten it.
    """

    table: str
    kind: str
    day: str
    message: str
    of: str = ""  # keys of trainees
    when: str = "1 = 1"  # of other rows nothing is refused

    def put(self, schema_editor: BaseDatabaseSchemaEditor) -> None:
        on_postgres = schema_editor.connection.vendor == "postgresql"
        (self._postgres if on_postgres else self._sqlite)(schema_editor)

    def _refused(self, is_older: str) -> str:
        due, held = DUE.substitute(kind=self.kind, older=is_older), HELD.substitute(of=self.of)
        return f"({self.when}) AND (NOT {due}" + (f" OR {held})" if self.of else ")")

    def _postgres(self, schema_editor: BaseDatabaseSchemaEditor) -> None:
        refused = self._refused(
            f"({self.day})::date <= CURRENT_DATE - make_interval(months => r.months)"
        )
        run = schema_editor.execute
        for name, text in self._older_triggers(schema_editor):
            run(f"DROP TRIGGER {name} ON {self.table}", None)
            if " OR " in text.split(" ON ")[0]:
                run(text.replace("DELETE OR ", "").replace(" OR DELETE", ""), None)
        # No table of the caller's own is looked into: `pg_temp` comes last.
        run(
            f"CREATE OR REPLACE FUNCTION {self.table}_until_due() RETURNS trigger LANGUAGE plpgsql "
            f"SET search_path = public, pg_temp AS $$ BEGIN IF {refused} THEN "
            f"RAISE EXCEPTION '{self.message}' USING ERRCODE = 'check_violation'; END IF; "
            "RETURN OLD; END $$",
            None,
        )
        run(
            f"CREATE TRIGGER {self.table}_until_due BEFORE DELETE ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {self.table}_until_due()",
            None,
        )

    def _older_triggers(self, schema_editor: BaseDatabaseSchemaEditor) -> list[tuple[str, str]]:
        """Name and text of those that are asked before a row is deleted."""
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(
                "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = %s::regclass "
                "AND NOT tgisinternal AND tgtype & 1 = 1 AND tgtype & 8 = 8",
                [self.table],
            )
            found: list[tuple[str, str]] = cursor.fetchall()
        return found

    def _sqlite(self, schema_editor: BaseDatabaseSchemaEditor) -> None:
        refused = self._refused(f"date({self.day}) <= date('now', '-' || r.months || ' months')")
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s "
                "AND sql LIKE '%% BEFORE DELETE ON %%'",
                [self.table],
            )
            older = [name for (name,) in cursor.fetchall()]
        for name in older:
            schema_editor.execute(f"DROP TRIGGER {name}", None)
        schema_editor.execute(
            f"CREATE TRIGGER {self.table}_until_due BEFORE DELETE ON {self.table} "
            f"WHEN {refused} BEGIN SELECT RAISE(ABORT, '{self.message}'); END",
            None,
        )


class KeepUntilDue(RunRules):
    """Puts all of `rules`. Going back leaves them: without them nothing would refuse."""

    def __init__(self, rules: list[UntilDue]) -> None:
        self.rules = rules
        super().__init__(self._put, migrations.RunPython.noop)

    def _put(self, apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for rule in self.rules:
            rule.put(schema_editor)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.rules], {}

"""What must hold of a set of objectives; and that one in use never changes: triggers see to it."""

from typing import Any

import django.db.models.functions.text
from django.db import migrations, models

FROZEN = "A set of objectives in use never changes; make a new version."
KEPT = "A placement keeps the version it began with."
NOT_IN_USE = "Only a set in use can be observed."
SEEN = "('in_use', 'replaced')"

CHANGED = (
    f"OLD.state IN {SEEN} AND (NEW.state NOT IN {SEEN} OR NEW.kind <> OLD.kind"
    " OR NEW.version <> OLD.version OR NEW.title <> OLD.title OR NEW.field <> OLD.field"
    " OR COALESCE(NEW.group_id, 0) <> COALESCE(OLD.group_id, 0)"
    " OR COALESCE(NEW.organisation_id, 0) <> COALESCE(OLD.organisation_id, 0))"
)

# table, event, condition on the old and new row, message
RULES = [
    (
        "assessment_objectiveset",
        "UPDATE",
        CHANGED,
        FROZEN,
    ),
    ("assessment_objectiveset", "DELETE", f"OLD.state IN {SEEN}", FROZEN),
    ("assessment_placementset", "UPDATE", "TRUE", KEPT),
]
SET_IN_USE = (
    "EXISTS (SELECT 1 FROM assessment_objectiveset s"
    " WHERE s.id = {row}.set_id AND s.state IN ('in_use', 'replaced'))"
)
SET_OF_OBJECTIVE_IN_USE = (
    "EXISTS (SELECT 1 FROM assessment_objective o JOIN assessment_objectiveset s ON s.id = o.set_id"
    " WHERE o.id = {row}.objective_id AND s.state IN ('in_use', 'replaced'))"
)
PARTS = [("assessment_objective", SET_IN_USE), ("assessment_indicator", SET_OF_OBJECTIVE_IN_USE)]
IS_OF_A_SET_IN_USE = (
    "EXISTS (SELECT 1 FROM assessment_objectiveset s WHERE s.id = NEW.set_id"
    " AND s.kind = NEW.kind AND s.state IN ('in_use', 'replaced'))"
)

PART_FUNCTION = """
CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND {old} OR TG_OP <> 'DELETE' AND {new} THEN
        RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER {table}_frozen BEFORE INSERT OR UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_refuse();
"""
REFUSE_FUNCTION = f"""
CREATE FUNCTION assessment_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'check_violation';
END $$;
CREATE FUNCTION assessment_placementset_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT {IS_OF_A_SET_IN_USE} THEN
        RAISE EXCEPTION '{NOT_IN_USE}' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assessment_placementset_begun BEFORE INSERT ON assessment_placementset
FOR EACH ROW EXECUTE FUNCTION assessment_placementset_refuse();
"""


def _postgres(schema_editor: Any) -> None:
    run = schema_editor.execute
    run(REFUSE_FUNCTION, params=None)
    for table, condition in PARTS:
        old, new = condition.format(row="OLD"), condition.format(row="NEW")
        run(PART_FUNCTION.format(table=table, old=old, new=new, message=FROZEN), params=None)
    for table, event, condition, message in RULES:
        run(
            f"CREATE TRIGGER {table}_frozen_{event.lower()} BEFORE {event} ON {table} "
            f"FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION assessment_refuse('{message}')",
            params=None,
        )


def _sqlite(schema_editor: Any) -> None:
    def trigger(table: str, event: str, condition: str, message: str) -> None:
        schema_editor.execute(
            f"CREATE TRIGGER {table}_frozen_{event.lower()} BEFORE {event} ON {table} "
            f"WHEN {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END",
            params=None,
        )

    for table, event, condition, message in RULES:
        trigger(table, event, condition.replace("TRUE", "1"), message)
    for table, condition in PARTS:
        for event, rows in (("INSERT", ["NEW"]), ("UPDATE", ["OLD", "NEW"]), ("DELETE", ["OLD"])):
            trigger(table, event, " OR ".join(condition.format(row=row) for row in rows), FROZEN)
    trigger("assessment_placementset", "INSERT", f"NOT {IS_OF_A_SET_IN_USE}", NOT_IN_USE)


def create(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        _postgres(schema_editor)
    else:
        _sqlite(schema_editor)


def drop(apps: Any, schema_editor: Any) -> None:
    run = schema_editor.execute
    tables = ["assessment_objectiveset", "assessment_placementset", *(each for each, _ in PARTS)]
    if schema_editor.connection.vendor != "postgresql":
        for table in tables:
            for event in ("insert", "update", "delete"):
                run(f"DROP TRIGGER IF EXISTS {table}_frozen_{event}", params=None)
        return
    for table, event, _condition, _message in RULES:
        run(f"DROP TRIGGER {table}_frozen_{event.lower()} ON {table}", params=None)
    for table, _condition in PARTS:
        run(f"DROP TRIGGER {table}_frozen ON {table}", params=None)
        run(f"DROP FUNCTION {table}_refuse", params=None)
    run("DROP TRIGGER assessment_placementset_begun ON assessment_placementset", params=None)
    run("DROP FUNCTION assessment_placementset_refuse, assessment_refuse", params=None)


class Migration(migrations.Migration):
    dependencies = [("assessment", "0014_sets_begun")]

    operations = [
        migrations.AddConstraint(
            model_name='objectiveset',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'standard')), fields=('version',), name='assessment_objectiveset_standard_version_once'),
        ),
        migrations.AddConstraint(
            model_name='objectiveset',
            constraint=models.UniqueConstraint(models.F('group'), django.db.models.functions.text.Lower('field'), models.F('version'), condition=models.Q(('group__isnull', False)), name='assessment_objectiveset_group_version_once'),
        ),
        migrations.AddConstraint(
            model_name='objectiveset',
            constraint=models.UniqueConstraint(models.F('organisation'), django.db.models.functions.text.Lower('field'), models.F('version'), condition=models.Q(('group', None), ('organisation__isnull', False)), name='assessment_objectiveset_field_version_once'),
        ),
        migrations.AddConstraint(
            model_name='objectiveset',
            constraint=models.UniqueConstraint(models.F('group'), django.db.models.functions.text.Lower('field'), condition=models.Q(('group__isnull', False), ('state', 'in_use')), name='assessment_objectiveset_one_of_group_in_use', violation_error_message='There is another set in use for this group.'),
        ),
        migrations.AddConstraint(
            model_name='objectiveset',
            constraint=models.UniqueConstraint(models.F('organisation'), django.db.models.functions.text.Lower('field'), condition=models.Q(('group', None), ('organisation__isnull', False), ('state', 'in_use')), name='assessment_objectiveset_one_of_field_in_use', violation_error_message='There is another set in use for this field.'),
        ),
        migrations.AddConstraint(
            model_name='objectiveset',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'standard'), ('state__in', ['draft', 'proposed', 'declined'])), fields=('kind',), name='assessment_objectiveset_one_standard_draft', violation_error_message='There is a draft already.'),
        ),
        migrations.AddConstraint(
            model_name='objectiveset',
            constraint=models.UniqueConstraint(models.F('group'), django.db.models.functions.text.Lower('field'), condition=models.Q(('group__isnull', False), ('state__in', ['draft', 'proposed', 'declined'])), name='assessment_objectiveset_one_proposal_of_group', violation_error_message='There is a draft already.'),
        ),
        migrations.AddConstraint(
            model_name='objectiveset',
            constraint=models.UniqueConstraint(models.F('organisation'), django.db.models.functions.text.Lower('field'), condition=models.Q(('group', None), ('organisation__isnull', False), ('state__in', ['draft', 'proposed', 'declined'])), name='assessment_objectiveset_one_proposal_of_field', violation_error_message='There is a draft already.'),
        ),
        migrations.AddConstraint(
            model_name='objectiveset',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'standard'), ('field', ''), ('group', None), ('organisation', None)), models.Q(('kind', 'technical'), ('organisation__isnull', False), models.Q(('group__isnull', False), models.Q(('field', ''), _negated=True), _connector='OR')), _connector='OR'), name='assessment_objectiveset_technical_ones_are_of_a_school', violation_error_message='Say for which group or field these objectives are.'),
        ),
        migrations.AddConstraint(
            model_name='objectiveset',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('is_current', True), ('state', 'in_use')), models.Q(models.Q(('state', 'in_use'), _negated=True), ('is_current', False)), _connector='OR'), name='assessment_objectiveset_in_use_is_current'),
        ),
        migrations.AddConstraint(
            model_name='objectiveset',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['proposed', 'declined']), _negated=True), models.Q(('kind', 'technical'), ('proposed_at__isnull', False), ('proposed_by__isnull', False)), _connector='OR'), name='assessment_objectiveset_proposed_has_a_time'),
        ),
        migrations.AddConstraint(
            model_name='objectiveset',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'standard'), models.Q(('state__in', ['in_use', 'replaced']), _negated=True), models.Q(('accepted_at__isnull', False), ('accepted_by__isnull', False)), _connector='OR'), name='assessment_objectiveset_agreed_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='objectiveset',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('declined_at__isnull', False), ('declined_by__isnull', False), models.Q(('decline_reason', ''), _negated=True)), _connector='OR'), name='assessment_objectiveset_sent_back_with_a_reason', violation_error_message='Say what should be different.'),
        ),
        migrations.RunPython(create, drop),
    ]

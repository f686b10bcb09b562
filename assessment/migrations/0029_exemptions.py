"""What of the evaluation is left out for one learner: triggers see to what must hold of it."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from imyportal.migrating import CreateModels, RunRules

KEY = {"auto_created": True, "primary_key": True, "serialize": False, "verbose_name": "ID"}
INDICATOR = {
    "on_delete": django.db.models.deletion.PROTECT,
    "related_name": "+",
    "to": "assessment.indicator",
}

OF_THE_SET = (
    "EXISTS (SELECT 1 FROM assessment_indicator i JOIN assessment_objective o ON o.id = i.objective_id"
    " JOIN assessment_placementset s ON s.set_id = o.set_id"
    " WHERE s.placement_id = NEW.placement_id AND i.id {which})"
)
OWN = OF_THE_SET.format(which="= NEW.indicator_id")
ANOTHER = OF_THE_SET.format(
    which=(
        "<> NEW.indicator_id AND NOT EXISTS (SELECT 1 FROM assessment_exemption e"
        " WHERE e.placement_id = NEW.placement_id AND e.indicator_id = i.id)"
    )
)
EACH_KEY = {
    "postgresql": "jsonb_array_elements_text(e.not_asked) k(value)",
    "sqlite": "json_each(e.not_asked) k",
}
NOT_ASKED = (
    "EXISTS (SELECT 1 FROM assessment_evaluation e, {each} WHERE e.id = NEW.evaluation_id"
    " AND k.value IN ('i' || NEW.indicator_id, 'o' || NEW.objective_id))"
)

# table, name, event, when it is refused, message
RULES = [
    ("assessment_exemption", "own", "INSERT", f"NOT {OWN}", "The placement does not observe this."),
    ("assessment_exemption", "another", "INSERT", f"NOT {ANOTHER}", "Something must be evaluated."),
    ("assessment_exemption", "kept", "UPDATE", "1 = 1", "Exemptions are added and removed."),
    ("assessment_score", "asked", "INSERT", NOT_ASKED, "The evaluation did not ask for this score."),
    ("assessment_score", "asked_anew", "UPDATE", NOT_ASKED, "The evaluation did not ask for it."),
]
KEPT = "What an evaluation did not ask stays as it was."


def create(apps: Any, schema_editor: Any) -> None:
    run, vendor = schema_editor.execute, schema_editor.connection.vendor
    for table, name, event, condition, message in RULES:
        refused = condition.format(each=EACH_KEY[vendor])
        if vendor == "sqlite":
            run(
                f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} WHEN {refused} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END",
                None,
            )
            continue
        run(
            f"CREATE FUNCTION {table}_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {refused} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation'; END IF; "
            "RETURN NEW; END $$",
            None,
        )
        run(
            f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_{name}()",
            None,
        )
    differs, each_row = "NEW.not_asked IS NOT OLD.not_asked", ""
    deed = f"BEGIN SELECT RAISE(ABORT, '{KEPT}'); END"
    if vendor == "postgresql":
        differs, each_row = "NEW.not_asked IS DISTINCT FROM OLD.not_asked", "FOR EACH ROW"
        deed = f"EXECUTE FUNCTION assessment_refuse('{KEPT}')"
    run(
        "CREATE TRIGGER assessment_evaluation_not_asked BEFORE UPDATE OF not_asked "
        f"ON assessment_evaluation {each_row} WHEN ({differs}) {deed}",
        None,
    )


def drop(apps: Any, schema_editor: Any) -> None:
    run, vendor = schema_editor.execute, schema_editor.connection.vendor
    names = [(table, f"{table}_{name}") for table, name, *_rest in RULES]
    for table, name in [*names, ("assessment_evaluation", "assessment_evaluation_not_asked")]:
        run(f"DROP TRIGGER {name}" + (f" ON {table}" if vendor == "postgresql" else ""), None)
    if vendor == "postgresql":
        run("DROP FUNCTION " + ", ".join(name for _table, name in names), None)


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0028_evidence_until_due"),
        ("placements", "0037_arranged"),
        ("trainees", "0042_what_is_not_evaluated"),
    ]
    operations = [
        migrations.AddField(
            model_name="evaluation",
            name="not_asked",
            field=models.JSONField(editable=False, null=True, verbose_name="not asked"),
        ),
        CreateModels(
            [
                migrations.CreateModel(
                    name="Exemption",
                    fields=[
                        ("id", models.BigAutoField(**KEY)),
                        ("indicator", models.ForeignKey(**INDICATOR)),
                        (
                            "placement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="exemptions",
                                to="placements.placement",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "exemption",
                        "verbose_name_plural": "exemptions",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("placement", "indicator"), name="assessment_exemption_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WantedExemption",
                    fields=[
                        ("id", models.BigAutoField(**KEY)),
                        ("indicator", models.ForeignKey(**INDICATOR)),
                        (
                            "entry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="exemptions",
                                to="trainees.supportentry",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "exemption in a support plan",
                        "verbose_name_plural": "exemptions in support plans",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("entry", "indicator"),
                                name="assessment_wantedexemption_once",
                            )
                        ],
                    },
                ),
            ]
        ),
        RunRules(create, drop),
    ]

"""Open guest files get their group; one of several groups becomes one for each. Receipted ones stay as they were sent."""

from django.db import migrations


def split(apps, schema_editor):
    guest_file = apps.get_model("trainees", "GuestFile")
    for file in guest_file.objects.filter(receipted_at=None, group=None):
        groups = {}
        for entry in file.entries.select_related("trainee", "accompanying"):
            person = entry.accompanying or entry.trainee
            groups.setdefault(person.group_id, []).append(entry)
        for number, (group, entries) in enumerate(sorted(groups.items())):
            if number == 0:
                file.group_id = group
                if len(groups) > 1:  # what was downloaded is not what is to be sent
                    file.made_at, file.made_by_id, file.sha256 = None, None, ""
                file.save(update_fields=["group", "made_at", "made_by", "sha256"])
                continue
            new = guest_file.objects.create(
                house_id=file.house_id,
                group_id=group,
                arrives_on=file.arrives_on,
                arrived_at=file.arrived_at,
                due_at=file.due_at,
            )
            file.entries.filter(pk__in=[each.pk for each in entries]).update(file=new)


class Migration(migrations.Migration):
    dependencies = [("trainees", "0043_guest_files_of_groups")]

    # Back: files of one group each are files of the release before, too; only their uniqueness would refuse two.
    operations = [migrations.RunPython(split, migrations.RunPython.noop)]

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('helpdesk', '0011_messages_are_found'),
    ]

    operations = [
        migrations.AddField(
            model_name='callbackrequest',
            name='said',
            field=models.TextField(blank=True, db_default='', default='', max_length=1000, verbose_name='what was said'),
        ),
        migrations.AddConstraint(
            model_name='callbackrequest',
            constraint=models.CheckConstraint(condition=models.Q(('said', ''), ('result', 'reached'), _connector='OR'), name='helpdesk_callbackrequest_said_when_reached'),
        ),
    ]

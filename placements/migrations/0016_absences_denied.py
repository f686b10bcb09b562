"""A trainee may say that what the company noticed is not true."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('placements', '0015_weekly_cycle'),
    ]

    operations = [
        migrations.AddField(
            model_name='absence',
            name='denied_at',
            field=models.DateTimeField(null=True, verbose_name='denied by the trainee'),
        ),
        migrations.AlterField(
            model_name='absencenotice',
            name='what',
            field=models.CharField(choices=[('absent', 'does not come'), ('back', 'comes after all'), ('noticed', 'not there, and nobody had told the company'), ('denied', 'says: I was at work'), ('asked', 'what happened?'), ('paper', 'a paper is needed'), ('reminded', 'the paper is still missing')], max_length=8, verbose_name='what'),
        ),
        migrations.AddConstraint(
            model_name='absence',
            constraint=models.CheckConstraint(condition=models.Q(('denied_at', None), ('said_at', None), _connector='OR'), name='placements_absence_denied_was_never_said'),
        ),
    ]

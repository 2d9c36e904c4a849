"""Somebody may be recorded at two visits of one day, each a session of its own."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("episodes", "0001_initial"),
        ("recordings", "0002_movement_tests_and_sessions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="recording",
            name="visit_of_day",
            field=models.PositiveSmallIntegerField(
                choices=[(1, "First visit"), (2, "Second visit"), (3, "Third visit")], default=1
            ),
        ),
        migrations.AddConstraint(
            model_name="recording",
            constraint=models.CheckConstraint(
                condition=models.Q(("visit_of_day__in", [1, 2, 3])), name="known_visit_of_day"
            ),
        ),
    ]

"""A course of care that ended says why."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("episodes", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="episode",
            name="ending",
            field=models.CharField(
                blank=True,
                choices=[
                    ("reached", "The goal is reached"),
                    ("referred", "Referred on"),
                    ("stopped", "The runner stopped coming"),
                    ("other", "Another reason"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="episode",
            constraint=models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True, ending="")
                | models.Q(closed_at__isnull=False, ending__in=["reached", "referred", "stopped", "other"]),
                name="ended_says_why",
            ),
        ),
    ]

"""Whom a refusal could not choose among is data of its own; a report stands with the options it was made with."""

from typing import Any

from django.db import migrations, models
from django.db.models import F


def of_the_reports(apps: Any, _schema: Any) -> None:
    """Until now the last options said were those of the report, but where a new analysis was stopped."""
    apps.get_model("recordings", "Recording").objects.exclude(result="").update(report_options=F("options"))


class Migration(migrations.Migration):
    dependencies = [("recordings", "0003_visits_of_a_day")]

    operations = [
        migrations.AddField(
            model_name="recording",
            name="people",
            field=models.JSONField(default=list, help_text="A pixel on each person among whom it could not choose."),
        ),
        migrations.AddField(
            model_name="recording",
            name="report_options",
            field=models.JSONField(default=dict, help_text="The options with which the report was made."),
        ),
        migrations.RunPython(of_the_reports),
    ]

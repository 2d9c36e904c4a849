"""Movement tests, the part a recording plays in its session, and what the first look says."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("recordings", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="recording",
            name="movement",
            field=models.CharField(
                blank=True, help_text="The movement test it shows; running otherwise.", max_length=20
            ),
        ),
        migrations.AddField(
            model_name="recording",
            name="remarks",
            field=models.JSONField(default=list, help_text="What the first look at a clip says of how it was filmed."),
        ),
        migrations.AddField(
            model_name="recording",
            name="role",
            field=models.CharField(
                choices=[
                    ("usual", "As usual"),
                    ("cue", "With or after a cue"),
                    ("barefoot", "Barefoot"),
                    ("other_shoes", "Other shoes"),
                    ("tired", "At the end of a run"),
                ],
                default="usual",
                max_length=12,
            ),
        ),
    ]

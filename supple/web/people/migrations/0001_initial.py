import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Record",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_on", models.DateField()),
                ("seen_on", models.DateField()),
                ("called", models.CharField(blank=True, max_length=40)),
                ("country", models.CharField(blank=True, max_length=2)),
                ("code_hash", models.CharField(max_length=64, null=True, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("what", models.CharField(max_length=12)),
                ("name", models.CharField(blank=True, max_length=80)),
                ("value", models.PositiveSmallIntegerField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="measures", to="people.record"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "id"), name="measure_of_person"),
                    models.UniqueConstraint(fields=("person", "on", "what", "name"), name="one_measure_a_day"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Answers",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("answered_at", models.DateTimeField()),
                ("answered_on", models.DateField()),
                ("data", models.JSONField(default=dict)),
                ("screens", models.JSONField(default=dict)),
                ("draft", models.BooleanField(default=True)),
                ("mended", models.BooleanField(default=False)),
                ("looked", models.BooleanField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="people.record"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "id"), name="answers_of_person")],
            },
        ),
        migrations.CreateModel(
            name="Wishes",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("data", models.JSONField(default=dict)),
                ("updated_on", models.DateField()),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="wishes", to="people.record"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "id"), name="wishes_of_person")],
            },
        ),
    ]

"""What readers said of help articles."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

Q = models.Q


class Migration(migrations.Migration):
    """One vote for each reader and version of an article."""

    dependencies = (("records", "0007_exams"),)
    operations = (
        migrations.CreateModel(
            "ArticleVote",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("article", models.SlugField(max_length=60)),
                ("version_on", models.DateField()),
                ("visitor", models.CharField(blank=True, max_length=64)),
                ("helpful", models.BooleanField()),
                ("step", models.SlugField(blank=True, max_length=60)),
                ("words", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            {
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(user__isnull=False),
                        fields=("article", "version_on", "user"),
                        name="one_vote_per_version_and_login",
                    ),
                    models.UniqueConstraint(
                        condition=~Q(visitor=""),
                        fields=("article", "version_on", "visitor"),
                        name="one_vote_per_version_and_browser",
                    ),
                    models.CheckConstraint(
                        condition=Q(user__isnull=False, visitor="") | Q(user=None) & ~Q(visitor=""),
                        name="vote_is_of_a_login_or_a_browser",
                    ),
                    models.CheckConstraint(
                        condition=Q(helpful=False) | Q(step="", words=""),
                        name="only_a_no_names_a_step",
                    ),
                ],
            },
        ),
    )

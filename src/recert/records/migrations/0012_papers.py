"""The papers of an edition are documents too: the Guide, and the application form on paper."""

import django.db.models.deletion
from django.db import migrations, models

Q = models.Q
OF_A_CYCLE = Q(cycle__isnull=False, payment=None, edition=None, paper="", made_of="")
OF_A_PAYMENT = Q(cycle=None, payment__isnull=False, edition=None, paper="", made_of="")
OF_AN_EDITION = (
    Q(cycle=None, payment=None, edition__isnull=False) & ~Q(paper="") & ~Q(made_of="")
)


class Migration(migrations.Migration):
    """Documents of editions."""

    dependencies = (("records", "0011_uploads"),)
    operations = (
        migrations.RemoveConstraint("document", "document_is_of_a_cycle_or_a_payment"),
        migrations.AddField(
            "document",
            "edition",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="documents",
                to="records.edition",
            ),
        ),
        migrations.AddField("document", "paper", models.CharField(blank=True, max_length=20)),
        migrations.AddField("document", "made_of", models.CharField(blank=True, max_length=64)),
        migrations.AddConstraint(
            "document",
            models.UniqueConstraint(
                condition=Q(edition__isnull=False),
                fields=["edition", "paper", "made_of"],
                name="one_document_per_edition_paper_and_content",
            ),
        ),
        migrations.AddConstraint(
            "document",
            models.CheckConstraint(
                condition=OF_A_CYCLE | OF_A_PAYMENT | OF_AN_EDITION,
                name="document_is_of_a_cycle_a_payment_or_an_edition",
            ),
        ),
    )

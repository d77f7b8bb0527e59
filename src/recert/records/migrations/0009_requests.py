"""Requests, their threads, the mail that came in, and answers kept for reuse.

What was written in a thread, and each text of a canned answer, is only added to.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

NEVER_CHANGED = ("requestmessage", "cannedtext")


def _run(schema_editor: BaseDatabaseSchemaEditor, statement: str) -> None:
    schema_editor.execute(statement, params=None)


def guard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    """Put the guards in place."""
    sqlite = schema_editor.connection.vendor == "sqlite"
    for table in NEVER_CHANGED:
        words = f"{table} rows are never changed or deleted"
        for moment in ("update", "delete"):
            head = f"create trigger keep_{table}_{moment} before {moment} on records_{table} "
            if sqlite:
                tail = f"begin select raise(abort, '{words}'); end"
            else:
                tail = f"for each row execute function recert_refuse('{words}')"
            _run(schema_editor, head + tail)


def unguard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    """Take the guards away again."""
    sqlite = schema_editor.connection.vendor == "sqlite"
    for table in NEVER_CHANGED:
        for moment in ("update", "delete"):
            of = "" if sqlite else f" on records_{table}"
            _run(schema_editor, f"drop trigger keep_{table}_{moment}{of}")


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0008_help'),
    ]

    operations = [
        migrations.CreateModel(
            name='CannedAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='CannedText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('title', models.CharField(max_length=120)),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='texts', to='records.cannedanswer')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Request',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(unique=True)),
                ('number', models.PositiveIntegerField(unique=True)),
                ('name', models.CharField(max_length=200)),
                ('email', models.EmailField(max_length=254)),
                ('said_number', models.CharField(blank=True, max_length=40)),
                ('subject', models.CharField(max_length=200)),
                ('state', models.JSONField(default=dict)),
                ('opened_at', models.DateTimeField()),
                ('answering_at', models.DateTimeField(null=True)),
                ('promised_on', models.DateField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('rating', models.PositiveSmallIntegerField(null=True)),
                ('rating_words', models.TextField(blank=True)),
                ('rated_at', models.DateTimeField(null=True)),
                ('held_because', models.TextField(blank=True)),
                ('released_at', models.DateTimeField(null=True)),
                ('discarded_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('answering_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to=settings.AUTH_USER_MODEL)),
                ('assigned_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('certificant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='records.certificant')),
            ],
        ),
        migrations.CreateModel(
            name='ArrivedMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message_id', models.CharField(max_length=250, unique=True)),
                ('digest', models.CharField(max_length=64)),
                ('sender', models.CharField(blank=True, max_length=254)),
                ('subject', models.CharField(blank=True, max_length=200)),
                ('text', models.TextField(blank=True)),
                ('files', models.PositiveSmallIntegerField(default=0)),
                ('at', models.DateTimeField()),
                ('became', models.CharField(choices=[('message', 'message'), ('return', 'return'), ('automatic', 'automatic'), ('held', 'held')], max_length=10)),
                ('because', models.CharField(blank=True, max_length=20)),
                ('settled_at', models.DateTimeField(null=True)),
                ('request', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mails', to='records.request')),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='RequestMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(null=True, unique=True)),
                ('side', models.CharField(choices=[('asker', 'asker'), ('staff', 'staff'), ('note', 'note')], max_length=10)),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('canned', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.cannedtext')),
                ('mail', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='message', to='records.arrivedmail')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='records.request')),
            ],
        ),
        migrations.CreateModel(
            name='RequestEvidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('evidence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.evidence')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='records.request')),
            ],
        ),
        migrations.AddConstraint(
            model_name='cannedtext',
            constraint=models.UniqueConstraint(fields=('answer', 'number'), name='one_text_of_an_answer_and_number'),
        ),
        migrations.AddConstraint(
            model_name='cannedtext',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='canned_text_says_something'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('rated_at', None), ('rating', None)), models.Q(('rated_at__isnull', False), ('rating__gte', 1), ('rating__lte', 5)), _connector='OR'), name='rating_is_one_to_five'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('released_at', None), ('discarded_at', None), _connector='OR'), name='what_was_released_is_not_discarded'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('discarded_at', None), ('released_at', None)), models.Q(('held_because', ''), _negated=True), _connector='OR'), name='only_what_was_held_is_released_or_discarded'),
        ),
        migrations.AddConstraint(
            model_name='requestmessage',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='message_says_something'),
        ),
        migrations.AddConstraint(
            model_name='requestevidence',
            constraint=models.UniqueConstraint(fields=('request', 'evidence'), name='evidence_is_of_a_request_once'),
        ),
        migrations.AddIndex(
            model_name='arrivedmail',
            index=models.Index(condition=models.Q(('became', 'held'), ('settled_at', None)), fields=['at'], name='mail_still_to_settle'),
        ),
        migrations.AddIndex(
            model_name='request',
            index=models.Index(fields=['email'], name='request_by_address'),
        ),
        migrations.AddConstraint(
            model_name='arrivedmail',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('settled_by', None)), models.Q(('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='settled_mail_says_by_whom'),
        ),
        migrations.AddConstraint(
            model_name='arrivedmail',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('became', 'held'), models.Q(('because', ''), _negated=True)), models.Q(('became', 'held'), _negated=True), _connector='OR'), name='held_mail_says_why'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answering_at', None), ('answering_by', None)), models.Q(('answering_at__isnull', False), ('answering_by__isnull', False)), _connector='OR'), name='who_answers_a_request_does_so_since_a_moment'),
        ),
        migrations.AddConstraint(
            model_name='requestmessage',
            constraint=models.CheckConstraint(condition=models.Q(('side', 'asker'), ('by__isnull', False), _connector='OR'), name='staff_message_says_by_whom'),
        ),
        migrations.AddConstraint(
            model_name='requestmessage',
            constraint=models.CheckConstraint(condition=models.Q(('mail', None), ('side', 'asker'), _connector='OR'), name='mail_brings_what_an_asker_says'),
        ),
        migrations.RunPython(guard, unguard, elidable=False),
    ]

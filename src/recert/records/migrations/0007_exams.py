"""Exams: authorisations, bookings, results as told, decisions, rulings; and what a correction reverses.

A result that was told wrongly is reversed by a mark and never changed, and so are the level and the
cycle that came of it. SQLite makes a table anew to drop a constraint, and with it every guard that
speaks of the table: all of those are put by, and put back.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

NEVER_CHANGED = ("examdecision", "examrenewal", "examruling", "resultfile")
ONLY_REVERSED = {
    "examresult": ("credential_id", "form", "taken_on", "outcome", "vendor", "reference", "received_at"),
    "levelchange": ("cycle_id", "level", "from_on", "exam_result_id", "at"),
}
REPLACED = ("keep_levelchange_12", "keep_examresult_more_4")  # those of 0002 and 0004
OVERLAP = "cycles of one credential never overlap"
OWN_CASE = "nobody decides their own case"
OWNER = (
    "select 1 from records_examdecision e join records_examresult r on r.id = e.result_id "
    "join records_credential d on d.id = r.credential_id "
    "join records_certificant p on p.id = d.certificant_id "
    "where e.id = new.decision_id and p.user_id = new.by_id"
)


def _run(schema_editor: BaseDatabaseSchemaEditor, statement: str) -> None:
    schema_editor.execute(statement, params=None)


def _is_sqlite(schema_editor: BaseDatabaseSchemaEditor) -> bool:
    return schema_editor.connection.vendor == "sqlite"


def put_guards_by(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    """Keep in words, and drop, the guards of SQLite that speak of a table that is made anew."""
    if not _is_sqlite(schema_editor):
        return
    of = " or ".join(
        f"sql like '%records_{table}%'" for table in ("cycle", "examresult", "levelchange")
    )
    found = f"from sqlite_master where type = 'trigger' and ({of})"
    _run(schema_editor, f"create temporary table guards_put_by as select name, sql {found}")
    with schema_editor.connection.cursor() as cursor:
        names = cursor.execute("select name from guards_put_by").fetchall()
    for (name,) in names:
        _run(schema_editor, f"drop trigger {name}")


def put_guards_back(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    """Make again the guards that were put by."""
    if not _is_sqlite(schema_editor):
        return
    with schema_editor.connection.cursor() as cursor:
        guards = cursor.execute("select sql from guards_put_by").fetchall()
    for (guard,) in guards:
        _run(schema_editor, guard)
    _run(schema_editor, "drop table guards_put_by")


def _rules(differs: str) -> list[tuple[str, str, str, str]]:
    """Return (name, table and moment, condition of the refusal, words of the refusal)."""
    rules = [
        (f"{table}_{moment}", f"{moment} on records_{table}", "1 = 1", _never(table))
        for table in NEVER_CHANGED
        for moment in ("update", "delete")
    ]
    for table, columns in ONLY_REVERSED.items():
        moved = " or ".join(f"new.{column} {differs} old.{column}" for column in columns)
        once = "old.reversed_at is not null or new.reversed_at is null"
        rules.append((f"{table}_update", f"update on records_{table}", f"{once} or {moved}", _never(table)))
    stays = "a cycle that was reversed stays as it was"
    rules.append(("cycle_reversed", "update on records_cycle", "old.reversed_at is not null", stays))
    return rules


def _never(table: str) -> str:
    return f"{table} rows are never changed or deleted"


def _only_in_force(schema_editor: BaseDatabaseSchemaEditor, *, reversible: bool) -> None:
    """Keep the cycles of one credential apart; those that were reversed are passed over."""
    if not _is_sqlite(schema_editor):
        where = " where (reversed_at is null)" if reversible else ""
        _run(
            schema_editor,
            "alter table records_cycle add constraint cycles_of_one_credential_never_overlap "
            "exclude using gist (int8range(credential_id, credential_id, '[]') with &&, "
            f"daterange(begins_on, coalesce(closed_on, ends_on), '[]') with &&){where}",
        )
        return
    stand = "new.reversed_at is null and " if reversible else ""
    other = "and other.reversed_at is null " if reversible else ""
    for moment in ("insert", "update"):
        _run(
            schema_editor,
            f"create trigger keep_cycle_{moment} before {moment} on records_cycle "
            f"when {stand}exists (select 1 from records_cycle as other "
            f"where other.credential_id = new.credential_id and other.id is not new.id {other}"
            "and other.begins_on <= coalesce(new.closed_on, new.ends_on) "
            "and coalesce(other.closed_on, other.ends_on) >= new.begins_on) "
            f"begin select raise(abort, '{OVERLAP}'); end",
        )


def _let_overlap(schema_editor: BaseDatabaseSchemaEditor) -> None:
    if _is_sqlite(schema_editor):
        _run(schema_editor, "drop trigger keep_cycle_insert")
        _run(schema_editor, "drop trigger keep_cycle_update")
    else:
        _run(
            schema_editor,
            "alter table records_cycle drop constraint cycles_of_one_credential_never_overlap",
        )


def guard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    """Put the guards in place, in the place of those that knew no reversal."""
    sqlite = _is_sqlite(schema_editor)
    for name in REPLACED:
        of = "" if sqlite else f" on records_{name.split('_')[1]}"
        _run(schema_editor, f"drop trigger {name}{of}")
    for name, moment, condition, words in _rules("is not" if sqlite else "is distinct from"):
        head = f"create trigger keep_{name} before {moment} "
        if sqlite:
            tail = f"when {condition} begin select raise(abort, '{words}'); end"
        else:
            tail = f"for each row when ({condition}) execute function recert_refuse('{words}')"
        _run(schema_editor, head + tail)
    _let_overlap(schema_editor)
    _only_in_force(schema_editor, reversible=True)
    _guard_own(schema_editor)


def _guard_own(schema_editor: BaseDatabaseSchemaEditor) -> None:
    head = "create trigger keep_examruling_own before insert on records_examruling "
    if _is_sqlite(schema_editor):
        when = f"when exists ({OWNER}) begin select raise(abort, '{OWN_CASE}'); end"
        _run(schema_editor, head + when)
        return
    _run(
        schema_editor,
        "create function recert_own_examruling() returns trigger language plpgsql as $$ begin "
        f"if exists ({OWNER}) then raise exception '{OWN_CASE}' "
        "using errcode = 'restrict_violation'; end if; return new; end $$",
    )
    _run(schema_editor, head + "for each row execute function recert_own_examruling()")


def unguard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    """Take the guards away again, and put those back that they took the place of."""
    sqlite = _is_sqlite(schema_editor)
    gone = [(name, moment.split()[-1]) for name, moment, _when, _words in _rules("is not")]
    for name, table in [*gone, ("examruling_own", "records_examruling")]:
        of = "" if sqlite else f" on {table}"
        _run(schema_editor, f"drop trigger keep_{name}{of}")
    if not sqlite:
        _run(schema_editor, "drop function recert_own_examruling()")
    _let_overlap(schema_editor)
    _only_in_force(schema_editor, reversible=False)
    for name in REPLACED:
        table = name.split("_")[1]
        head = f"create trigger {name} before update on records_{table} "
        if sqlite:
            tail = f"when 1 = 1 begin select raise(abort, '{_never(table)}'); end"
        else:
            tail = f"for each row when (1 = 1) execute function recert_refuse('{_never(table)}')"
        _run(schema_editor, head + tail)


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0006_catalogue'),
    ]

    operations = [
        migrations.CreateModel(
            name='ExamAuthorisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(unique=True)),
                ('pathway', models.CharField(max_length=40)),
                ('form', models.CharField(max_length=40)),
                ('status', models.CharField(choices=[('open', 'open'), ('booked', 'booked'), ('sat', 'sat'), ('expired', 'expired'), ('cancelled', 'cancelled')], max_length=20)),
                ('findings', models.JSONField()),
                ('given_on', models.DateField()),
                ('last_on', models.DateField(null=True)),
                ('given_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('because', models.TextField(blank=True)),
                ('companion', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.companion')),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='authorisations', to='records.cycle')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.edition')),
            ],
        ),
        migrations.CreateModel(
            name='ExamBooking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(max_length=200)),
                ('window_from', models.DateField()),
                ('window_through', models.DateField()),
                ('vendor', models.CharField(max_length=60)),
                ('reference', models.CharField(max_length=80)),
                ('booked_at', models.DateTimeField()),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('result', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='records.examresult')),
                ('authorisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='records.examauthorisation')),
            ],
        ),
        migrations.CreateModel(
            name='ExamDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pathway', models.CharField(max_length=40)),
                ('outcome', models.CharField(choices=[('eligible', 'eligible'), ('not eligible', 'not eligible'), ('referred', 'referred')], max_length=20)),
                ('left', models.JSONField()),
                ('authorisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='records.examauthorisation')),
                ('edition_digest', models.CharField(max_length=64)),
                ('facts', models.JSONField()),
                ('findings', models.JSONField()),
                ('at', models.DateTimeField()),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exam_decisions', to='records.cycle')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.edition')),
                ('result', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='records.examresult')),
            ],
        ),
        migrations.CreateModel(
            name='ExamRenewal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('cycle', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='exam_renewal', to='records.cycle')),
                ('decision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='renewal', to='records.examdecision')),
            ],
        ),
        migrations.CreateModel(
            name='ExamRuling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('upgrade', models.BooleanField()),
                ('because', models.TextField()),
                ('next_begins_on', models.DateField(null=True)),
                ('next_ends_on', models.DateField(null=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='ruling', to='records.examdecision')),
            ],
        ),
        migrations.CreateModel(
            name='ResultFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('vendor', models.CharField(max_length=60)),
                ('name', models.CharField(max_length=200)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('size', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='ResultRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveIntegerField()),
                ('reference', models.CharField(max_length=80)),
                ('candidate', models.CharField(blank=True, max_length=80)),
                ('told', models.JSONField()),
                ('state', models.CharField(choices=[('recorded', 'recorded'), ('repeated', 'repeated'), ('correction', 'correction'), ('held', 'held'), ('set_aside', 'set_aside')], max_length=20)),
                ('because', models.TextField(blank=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='records.resultfile')),
                ('result', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='told_by', to='records.examresult')),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='ExamCorrection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('pass', 'pass'), ('fail', 'fail'), ('absent', 'absent')], max_length=10)),
                ('taken_on', models.DateField()),
                ('because', models.TextField()),
                ('at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('confirmed', models.BooleanField(null=True)),
                ('dismissed_because', models.TextField(blank=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('corrected', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrects', to='records.examresult')),
                ('result', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='records.examresult')),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('row', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.resultrow')),
            ],
        ),
        migrations.AddConstraint(
            model_name='examauthorisation',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ['open', 'booked'])), fields=('cycle', 'form'), name='one_open_authorisation_per_cycle_and_form'),
        ),
        migrations.AddConstraint(
            model_name='examauthorisation',
            constraint=models.CheckConstraint(condition=models.Q(('last_on', None), ('last_on__gte', models.F('given_on')), _connector='OR'), name='authorisation_ends_after_it_was_given'),
        ),
        migrations.AddConstraint(
            model_name='examauthorisation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('status__in', ['open', 'booked'])), models.Q(('closed_at__isnull', False), ('status__in', ['sat', 'expired', 'cancelled'])), _connector='OR'), name='authorisation_that_is_over_says_when'),
        ),
        migrations.AddConstraint(
            model_name='exambooking',
            constraint=models.UniqueConstraint(condition=models.Q(('cancelled_at', None), ('result', None)), fields=('authorisation',), name='one_standing_booking_per_authorisation'),
        ),
        migrations.AddConstraint(
            model_name='exambooking',
            constraint=models.CheckConstraint(condition=models.Q(('cancelled_at', None), ('result', None), _connector='OR'), name='cancelled_booking_has_no_result'),
        ),
        migrations.AddConstraint(
            model_name='exambooking',
            constraint=models.UniqueConstraint(condition=models.Q(('cancelled_at', None)), fields=('vendor', 'reference'), name='one_standing_booking_per_vendor_reference'),
        ),
        migrations.AddConstraint(
            model_name='exambooking',
            constraint=models.CheckConstraint(condition=models.Q(('window_through__gte', models.F('window_from'))), name='booking_window_begins_before_it_ends'),
        ),
        migrations.AddConstraint(
            model_name='examruling',
            constraint=models.CheckConstraint(condition=models.Q(('because', ''), _negated=True), name='exam_ruling_says_why'),
        ),
        migrations.AddConstraint(
            model_name='examruling',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('next_begins_on', None), ('next_ends_on', None)), models.Q(('next_begins_on__isnull', False), ('next_ends_on__gte', models.F('next_begins_on'))), _connector='OR'), name='next_cycle_as_ruled_is_whole'),
        ),
        migrations.AddIndex(
            model_name='resultrow',
            index=models.Index(fields=['reference'], name='result_row_by_reference'),
        ),
        migrations.AddIndex(
            model_name='resultrow',
            index=models.Index(condition=models.Q(('candidate', ''), _negated=True), fields=['candidate'], name='result_row_by_candidate'),
        ),
        migrations.AddConstraint(
            model_name='resultrow',
            constraint=models.UniqueConstraint(fields=('file', 'place'), name='one_result_row_per_place'),
        ),
        migrations.AddConstraint(
            model_name='resultrow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['held', 'set_aside']), _negated=True), models.Q(('because', ''), _negated=True), _connector='OR'), name='result_row_that_is_held_says_why'),
        ),
        migrations.AddConstraint(
            model_name='resultrow',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['held', 'set_aside']), ('result__isnull', False), _connector='OR'), name='result_row_names_its_result'),
        ),
        migrations.AddConstraint(
            model_name='examcorrection',
            constraint=models.UniqueConstraint(condition=models.Q(('settled_at', None)), fields=('result',), name='one_open_correction_per_result'),
        ),
        migrations.AddConstraint(
            model_name='examcorrection',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed', None), ('settled_at', None), ('settled_by', None)), models.Q(('confirmed__isnull', False), ('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='settled_correction_says_how'),
        ),
        migrations.AddConstraint(
            model_name='examcorrection',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed', None), ('corrected', None), ('dismissed_because', '')), models.Q(('confirmed', True), ('confirmed__isnull', False), ('corrected__isnull', False), ('dismissed_because', '')), models.Q(('confirmed', False), ('confirmed__isnull', False), ('corrected', None), models.Q(('dismissed_because', ''), _negated=True)), _connector='OR'), name='correction_is_confirmed_or_dismissed'),
        ),
        migrations.AddConstraint(
            model_name='examcorrection',
            constraint=models.CheckConstraint(condition=models.Q(('because', ''), _negated=True), name='exam_correction_says_why'),
        ),
        migrations.RunPython(put_guards_by, put_guards_back, elidable=False),
        migrations.RemoveConstraint(
            model_name='cycle',
            name='one_cycle_begins_on_a_day',
        ),
        migrations.RemoveConstraint(
            model_name='examresult',
            name='one_exam_result_per_vendor_reference',
        ),
        migrations.AddField(
            model_name='cycle',
            name='reversed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='examresult',
            name='reversed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='levelchange',
            name='reversed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name='cycle',
            constraint=models.UniqueConstraint(condition=models.Q(('reversed_at', None)), fields=('credential', 'begins_on'), name='one_cycle_begins_on_a_day'),
        ),
        migrations.AddConstraint(
            model_name='examresult',
            constraint=models.UniqueConstraint(condition=models.Q(('reversed_at', None)), fields=('vendor', 'reference'), name='one_exam_result_per_vendor_reference'),
        ),
        migrations.RunPython(put_guards_back, put_guards_by, elidable=False),
        migrations.RunPython(guard, unguard, elidable=False),
    ]

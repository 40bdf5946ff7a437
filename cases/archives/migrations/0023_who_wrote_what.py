"""Who wrote what of a file is data of its own, kept by the database; the audit trail is a log again."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import hardship.kernel.fields.transactions
from django.conf import settings
from django.db import migrations, models

from hardship.kernel.checks import AppendOnly

# The number of the transaction is the database's word, whatever the row says.
STAMP = """
CREATE FUNCTION stamp_transaction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.xact := pg_current_xact_id();
    RETURN NEW;
END $$;
CREATE TRIGGER archives_fileedit_stamp BEFORE INSERT ON archives_fileedit
    FOR EACH ROW EXECUTE FUNCTION stamp_transaction();
"""
# Content of a file that is other at the end of a transaction than at its beginning has an edit of this
# transaction. Asked at commit, because a writer knows only afterwards whether anything was changed; compared by
# pg_current_xact_id(), because xmin is that of a savepoint.
CONTENT = """
CREATE FUNCTION file_content_leaves_edit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    file bigint;
    written xid8;
BEGIN
    IF TG_TABLE_NAME = 'archives_household' THEN
        file := NEW.id;
    ELSIF TG_OP = 'DELETE' THEN
        file := OLD.household_id;
    ELSE
        file := NEW.household_id;
    END IF;
    SELECT xact INTO written FROM archives_fileedit WHERE household_id = file ORDER BY version DESC LIMIT 1;
    IF written IS DISTINCT FROM pg_current_xact_id() THEN
        RAISE EXCEPTION 'content of file % changes (%) and nobody is named who wrote it', file, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'file_content_leaves_edit';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER household_begins_with_edit AFTER INSERT ON archives_household
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION file_content_leaves_edit();
CREATE CONSTRAINT TRIGGER household_content_leaves_edit AFTER UPDATE ON archives_household
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (ROW(
        OLD.head_id, OLD.worker_type, OLD.members_reviewed, OLD.money_reviewed, OLD.address, OLD.registered_at,
        OLD.housing_type, OLD.floor_area, OLD.usable_area, OLD.monthly_rent, OLD.facilities, OLD.homes,
        OLD.vehicles, OLD.vehicle_note, OLD.vehicle_value, OLD.has_business, OLD.deposits, OLD.securities,
        OLD.asset_note, OLD.main_cause, OLD.secondary_causes, OLD.cause_note, OLD.wants, OLD.is_single_parent,
        OLD.has_self_help, OLD.is_zero_employment, OLD.is_on_dibao, OLD.dibao_amount, OLD.relief_card,
        OLD.stock_kind, OLD.priority_group, OLD.original_category, OLD.former_no, OLD.remark
    ) IS DISTINCT FROM ROW(
        NEW.head_id, NEW.worker_type, NEW.members_reviewed, NEW.money_reviewed, NEW.address, NEW.registered_at,
        NEW.housing_type, NEW.floor_area, NEW.usable_area, NEW.monthly_rent, NEW.facilities, NEW.homes,
        NEW.vehicles, NEW.vehicle_note, NEW.vehicle_value, NEW.has_business, NEW.deposits, NEW.securities,
        NEW.asset_note, NEW.main_cause, NEW.secondary_causes, NEW.cause_note, NEW.wants, NEW.is_single_parent,
        NEW.has_self_help, NEW.is_zero_employment, NEW.is_on_dibao, NEW.dibao_amount, NEW.relief_card,
        NEW.stock_kind, NEW.priority_group, NEW.original_category, NEW.former_no, NEW.remark
    )) EXECUTE FUNCTION file_content_leaves_edit();
"""
# in_active_file follows the state of the file (trigger household_active): nobody wrote it.
MEMBER = """
CREATE CONSTRAINT TRIGGER member_leaves_edit AFTER INSERT OR DELETE ON archives_member
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION file_content_leaves_edit();
CREATE CONSTRAINT TRIGGER member_content_leaves_edit AFTER UPDATE ON archives_member
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD IS DISTINCT FROM NEW AND OLD.in_active_file = NEW.in_active_file)
    EXECUTE FUNCTION file_content_leaves_edit();
"""
WRITTEN = ("incomeitem", "rigidexpense", "consent", "policyanswer", "monthlyrecord", "causefinding")
OTHERS = "".join(
    f"""
CREATE CONSTRAINT TRIGGER {table}_leaves_edit AFTER INSERT OR UPDATE OR DELETE ON archives_{table}
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION file_content_leaves_edit();
"""
    for table in WRITTEN
)
# Nobody decides on a file that they began, submitted, wrote on or asked to be changed.
DECISION = """
CREATE FUNCTION archives_guard_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM archives_household
                WHERE id = NEW.household_id AND NEW.by_id IN (created_by_id, submitted_by_id))
       OR EXISTS (SELECT FROM archives_fileedit WHERE household_id = NEW.household_id AND by_id = NEW.by_id)
       OR EXISTS (SELECT FROM archives_changerequest
                   WHERE household_id = NEW.household_id AND asked_by_id = NEW.by_id) THEN
        RAISE EXCEPTION 'nobody decides on what they wrote'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'file_step_not_on_own_work';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER archives_filestep_guard BEFORE INSERT ON archives_filestep
    FOR EACH ROW WHEN (NEW.is_decision) EXECUTE FUNCTION archives_guard_step();
"""
REVERSE = (
    "".join(f"DROP TRIGGER {table}_leaves_edit ON archives_{table};" for table in WRITTEN)
    + """
DROP TRIGGER member_leaves_edit ON archives_member;
DROP TRIGGER member_content_leaves_edit ON archives_member;
DROP TRIGGER household_begins_with_edit ON archives_household;
DROP TRIGGER household_content_leaves_edit ON archives_household;
DROP FUNCTION file_content_leaves_edit();
DROP TRIGGER archives_filestep_guard ON archives_filestep;
DROP FUNCTION archives_guard_step();
DROP TRIGGER archives_fileedit_stamp ON archives_fileedit;
DROP FUNCTION stamp_transaction();
"""
)


class Migration(migrations.Migration):

    dependencies = [
        ('archives', '0022_spot_checks'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FileEdit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(editable=False, verbose_name='版本')),
                ('sections', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), default=list, size=None, verbose_name='填写的部分')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='时间')),
                ('xact', hardship.kernel.fields.transactions.TransactionIdField(editable=False)),
            ],
            options={
                'verbose_name': '档案填写记录',
                'verbose_name_plural': '档案填写记录',
            },
        ),
        migrations.CreateModel(
            name='NumberLookup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('found', models.PositiveSmallIntegerField(verbose_name='查到的外单位档案数')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='时间')),
            ],
            options={
                'verbose_name': '号码查重记录',
                'verbose_name_plural': '号码查重记录',
            },
        ),
        migrations.AddField(
            model_name='filestep',
            name='is_decision',
            field=models.BooleanField(default=False, verbose_name='是否审核意见'),
        ),
        migrations.AddConstraint(
            model_name='filestep',
            constraint=models.CheckConstraint(condition=models.Q(('is_decision', True), models.Q(('action__in', ['file', 'lift', 'reassess', 'relieve', 'resume']), _negated=True), _connector='OR'), name='file_step_decision_marked', violation_error_message='审核意见必须标明。'),
        ),
        migrations.AddField(
            model_name='fileedit',
            name='by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='填写人'),
        ),
        migrations.AddField(
            model_name='fileedit',
            name='household',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='edits', to='archives.household', verbose_name='档案'),
        ),
        migrations.AddField(
            model_name='numberlookup',
            name='by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='查询人'),
        ),
        migrations.AddConstraint(
            model_name='fileedit',
            constraint=models.UniqueConstraint(fields=('household', 'version', 'by'), name='file_edit_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='fileedit',
            constraint=models.CheckConstraint(condition=models.Q(('sections__contained_by', ['worker', 'members', 'money', 'housing', 'causes', 'evidence', 'consent', 'answers', 'months', 'cause'])), name='file_edit_sections_known', violation_error_message='档案没有这一部分。'),
        ),
        migrations.AddIndex(
            model_name='numberlookup',
            index=models.Index(fields=['by', '-at'], name='number_lookup_by'),
        ),
        AppendOnly("archives_fileedit"),
        AppendOnly("archives_numberlookup"),
        migrations.RunSQL(STAMP + CONTENT + MEMBER + OTHERS + DECISION, REVERSE),
    ]

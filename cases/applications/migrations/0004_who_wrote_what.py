"""Who wrote on an application is data of its own, kept by the database; the audit trail is a log again."""

import django.db.models.deletion
import django.utils.timezone
import hardship.kernel.fields.transactions
from django.conf import settings
from django.db import migrations, models

from hardship.kernel.checks import AppendOnly

# As archives.0023 does for files: what is other at commit has an edit of this transaction.
FORWARD = """
CREATE TRIGGER applications_applicationedit_stamp BEFORE INSERT ON applications_applicationedit
    FOR EACH ROW EXECUTE FUNCTION stamp_transaction();
CREATE FUNCTION application_content_leaves_edit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    application bigint;
    written xid8;
BEGIN
    IF TG_TABLE_NAME = 'applications_application' THEN
        application := NEW.id;
    ELSIF TG_OP = 'DELETE' THEN
        application := OLD.application_id;
    ELSE
        application := NEW.application_id;
    END IF;
    SELECT xact INTO written FROM applications_applicationedit
     WHERE application_id = application ORDER BY id DESC LIMIT 1;
    IF written IS DISTINCT FROM pg_current_xact_id() THEN
        RAISE EXCEPTION 'content of application % changes and nobody is named who wrote it', application
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'application_content_leaves_edit';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER application_begins_with_edit AFTER INSERT ON applications_application
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION application_content_leaves_edit();
CREATE CONSTRAINT TRIGGER application_content_leaves_edit AFTER UPDATE ON applications_application
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (ROW(
        OLD.household_id, OLD.programme_id, OLD.member_id, OLD.year, OLD.basis, OLD.stage, OLD.reason, OLD.amount,
        OLD.entitled, OLD.entitled_steps, OLD.standard_id, OLD.category
    ) IS DISTINCT FROM ROW(
        NEW.household_id, NEW.programme_id, NEW.member_id, NEW.year, NEW.basis, NEW.stage, NEW.reason, NEW.amount,
        NEW.entitled, NEW.entitled_steps, NEW.standard_id, NEW.category
    )) EXECUTE FUNCTION application_content_leaves_edit();
CREATE CONSTRAINT TRIGGER evidence_link_leaves_edit AFTER INSERT OR UPDATE OR DELETE
    ON applications_applicationevidence
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION application_content_leaves_edit();
"""
BACKWARD = """
DROP TRIGGER application_begins_with_edit ON applications_application;
DROP TRIGGER application_content_leaves_edit ON applications_application;
DROP TRIGGER evidence_link_leaves_edit ON applications_applicationevidence;
DROP FUNCTION application_content_leaves_edit();
DROP TRIGGER applications_applicationedit_stamp ON applications_applicationedit;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('archives', '0023_who_wrote_what'),
        ('applications', '0003_revoked_state'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ApplicationEdit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(editable=False, verbose_name='版本')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='时间')),
                ('xact', hardship.kernel.fields.transactions.TransactionIdField(editable=False)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='edits', to='applications.application', verbose_name='申请')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='填写人')),
            ],
            options={
                'verbose_name': '申请填写记录',
                'verbose_name_plural': '申请填写记录',
                'indexes': [models.Index(fields=['application', '-id'], name='application_edit_last')],
            },
        ),
        AppendOnly("applications_applicationedit"),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]

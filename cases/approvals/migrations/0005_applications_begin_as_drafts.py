"""An application is born as a draft: whatever it becomes, it becomes by steps."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION approvals_guard_new_application() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> 'draft' THEN
        RAISE EXCEPTION 'application begins as a draft, not as %', NEW.state
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'application_begins_as_draft';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER applications_application_guard_new BEFORE INSERT ON applications_application
    FOR EACH ROW EXECUTE FUNCTION approvals_guard_new_application();
"""

BACKWARD = """
DROP TRIGGER applications_application_guard_new ON applications_application;
DROP FUNCTION approvals_guard_new_application();
"""


class Migration(migrations.Migration):
    dependencies = [("approvals", "0004_revoked_state")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

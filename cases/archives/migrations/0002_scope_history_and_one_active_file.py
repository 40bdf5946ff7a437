from django.db import migrations

from hardship.kernel.checks import AppendOnly, ScopeTriggers

# A member is held by a file while that file is under review, returned or filed; the partial unique index
# member_in_one_active_file then refuses the same person in a second one.
ONE_ACTIVE_FILE = """
CREATE FUNCTION member_active() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT state IN ('under_review', 'returned', 'filed') INTO NEW.in_active_file
      FROM archives_household WHERE id = NEW.household_id;
    RETURN NEW;
END $$;
CREATE FUNCTION household_active() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE archives_member SET household_id = household_id WHERE household_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER member_active BEFORE INSERT OR UPDATE OF household_id, in_active_file ON archives_member
    FOR EACH ROW EXECUTE FUNCTION member_active();
CREATE TRIGGER household_active AFTER UPDATE OF state ON archives_household
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION household_active();
"""
REVERSE = """
DROP TRIGGER household_active ON archives_household;
DROP TRIGGER member_active ON archives_member;
DROP FUNCTION household_active();
DROP FUNCTION member_active();
"""


class Migration(migrations.Migration):
    dependencies = [("archives", "0001_household_files")]
    operations = [
        ScopeTriggers("archives_household"),
        ScopeTriggers("archives_rosterimport"),
        AppendOnly("archives_filestep"),
        AppendOnly("archives_returnreason"),
        AppendOnly("archives_assessment"),
        AppendOnly("archives_consent"),
        migrations.RunSQL(ONE_ACTIVE_FILE, REVERSE),
    ]

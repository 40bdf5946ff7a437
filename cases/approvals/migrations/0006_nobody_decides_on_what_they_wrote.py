"""Who wrote on an application (applications.ApplicationEdit) does not decide on it, whoever began it."""

from django.db import migrations

FORWARD = """
CREATE OR REPLACE FUNCTION approvals_guard_step() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    application applications_application%ROWTYPE;
BEGIN
    SELECT * INTO application FROM applications_application WHERE id = NEW.application_id;
    IF NEW.source <> application.state THEN
        RAISE EXCEPTION 'application % is not in state %', NEW.application_id, NEW.source
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_from_where_it_is';
    END IF;
    IF NEW.is_decision AND (
        NEW.by_id IN (application.created_by_id, application.submitted_by_id)
        OR EXISTS (SELECT FROM applications_applicationedit
                    WHERE application_id = NEW.application_id AND by_id = NEW.by_id)
    ) THEN
        RAISE EXCEPTION 'nobody decides on what they made'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_not_on_own_work';
    END IF;
    IF NEW.is_decision AND (NEW.content_hash <> application.content_hash OR NEW.round <> application.round) THEN
        RAISE EXCEPTION 'a decision is on what was submitted'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_on_what_was_submitted';
    END IF;
    RETURN NEW;
END $$;
"""

BACKWARD = """
CREATE OR REPLACE FUNCTION approvals_guard_step() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    application applications_application%ROWTYPE;
BEGIN
    SELECT * INTO application FROM applications_application WHERE id = NEW.application_id;
    IF NEW.source <> application.state THEN
        RAISE EXCEPTION 'application % is not in state %', NEW.application_id, NEW.source
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_from_where_it_is';
    END IF;
    IF NEW.is_decision AND NEW.by_id IN (application.created_by_id, application.submitted_by_id) THEN
        RAISE EXCEPTION 'nobody decides on what they made'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_not_on_own_work';
    END IF;
    IF NEW.is_decision AND (NEW.content_hash <> application.content_hash OR NEW.round <> application.round) THEN
        RAISE EXCEPTION 'a decision is on what was submitted'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_on_what_was_submitted';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0005_applications_begin_as_drafts"),
        ("applications", "0004_who_wrote_what"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

-- Who wrote on an application (ApplicationEdit): what is other at commit has an edit of this transaction, as the
-- edits of files have. Test: tests/cases/applications/test_services.py, tests/cases/approvals/test_guards.py.

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
        OLD.household_id, OLD.programme_id, OLD.member_id, OLD.year, OLD.facts, OLD.reason, OLD.amount, OLD.goods,
        OLD.entitled, OLD.entitled_steps, OLD.category, OLD.own_category, OLD.own_label,
        OLD.channel, OLD.received_on, OLD.agent_name, OLD.agent_relation, OLD.is_urgent,
        OLD.invoices
    ) IS DISTINCT FROM ROW(
        NEW.household_id, NEW.programme_id, NEW.member_id, NEW.year, NEW.facts, NEW.reason, NEW.amount, NEW.goods,
        NEW.entitled, NEW.entitled_steps, NEW.category, NEW.own_category, NEW.own_label,
        NEW.channel, NEW.received_on, NEW.agent_name, NEW.agent_relation, NEW.is_urgent,
        NEW.invoices
    )) EXECUTE FUNCTION application_content_leaves_edit();
CREATE CONSTRAINT TRIGGER evidence_link_leaves_edit AFTER INSERT OR UPDATE OR DELETE
    ON applications_applicationevidence
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION application_content_leaves_edit();

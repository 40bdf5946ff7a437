-- Who wrote what of a file (FileEdit): content that is other at the end of a transaction than at its beginning has
-- an edit of this transaction. Asked at commit, because a writer knows only afterwards whether anything changed.
-- Test: tests/cases/archives/test_edits.py, tests/cases/archives/test_writers.py.

CREATE TRIGGER archives_fileedit_stamp BEFORE INSERT ON archives_fileedit
    FOR EACH ROW EXECUTE FUNCTION stamp_transaction();

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
        OLD.housing_fund, OLD.asset_note, OLD.main_cause, OLD.secondary_causes, OLD.cause_note, OLD.wants,
        OLD.demands, OLD.demand_note, OLD.mood, OLD.mood_note,
        OLD.has_self_help, OLD.is_on_dibao, OLD.dibao_amount, OLD.relief_card,
        OLD.is_dibao_marginal, OLD.marginal_no, OLD.marginal_on,
        OLD.stock_kind, OLD.priority_group, OLD.original_category, OLD.former_no, OLD.remark
    ) IS DISTINCT FROM ROW(
        NEW.head_id, NEW.worker_type, NEW.members_reviewed, NEW.money_reviewed, NEW.address, NEW.registered_at,
        NEW.housing_type, NEW.floor_area, NEW.usable_area, NEW.monthly_rent, NEW.facilities, NEW.homes,
        NEW.vehicles, NEW.vehicle_note, NEW.vehicle_value, NEW.has_business, NEW.deposits, NEW.securities,
        NEW.housing_fund, NEW.asset_note, NEW.main_cause, NEW.secondary_causes, NEW.cause_note, NEW.wants,
        NEW.demands, NEW.demand_note, NEW.mood, NEW.mood_note,
        NEW.has_self_help, NEW.is_on_dibao, NEW.dibao_amount, NEW.relief_card,
        NEW.is_dibao_marginal, NEW.marginal_no, NEW.marginal_on,
        NEW.stock_kind, NEW.priority_group, NEW.original_category, NEW.former_no, NEW.remark
    )) EXECUTE FUNCTION file_content_leaves_edit();

-- in_active_file follows the state of the file (trigger household_active): nobody wrote it.
CREATE CONSTRAINT TRIGGER member_leaves_edit AFTER INSERT OR DELETE ON archives_member
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION file_content_leaves_edit();
CREATE CONSTRAINT TRIGGER member_content_leaves_edit AFTER UPDATE ON archives_member
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD IS DISTINCT FROM NEW AND OLD.in_active_file = NEW.in_active_file)
    EXECUTE FUNCTION file_content_leaves_edit();

CREATE CONSTRAINT TRIGGER incomeitem_leaves_edit AFTER INSERT OR UPDATE OR DELETE ON archives_incomeitem
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION file_content_leaves_edit();
CREATE CONSTRAINT TRIGGER rigidexpense_leaves_edit AFTER INSERT OR UPDATE OR DELETE ON archives_rigidexpense
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION file_content_leaves_edit();
CREATE CONSTRAINT TRIGGER consent_leaves_edit AFTER INSERT OR UPDATE OR DELETE ON archives_consent
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION file_content_leaves_edit();
CREATE CONSTRAINT TRIGGER policyanswer_leaves_edit AFTER INSERT OR UPDATE OR DELETE ON archives_policyanswer
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION file_content_leaves_edit();
CREATE CONSTRAINT TRIGGER monthlyrecord_leaves_edit AFTER INSERT OR UPDATE OR DELETE ON archives_monthlyrecord
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION file_content_leaves_edit();
CREATE CONSTRAINT TRIGGER causefinding_leaves_edit AFTER INSERT OR UPDATE OR DELETE ON archives_causefinding
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION file_content_leaves_edit();

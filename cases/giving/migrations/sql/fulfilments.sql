-- What is to be done belongs to an approved service and to no other application; it begins open and its day does not
-- lie before the decision or ahead; what is done or given up stays as it was written down, by clerks who may.
-- A service has no sum, and nothing else is approved without one.
-- Goods that were handed out are what left a store for it and did not come back, to the piece and the yuan.
-- Tests: tests/cases/giving/test_fulfilment_guards.py, tests/cases/giving/test_goods.py.

CREATE FUNCTION giving_is_service(programme bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT form IN ('service', 'goods') FROM policies_programme WHERE id = programme
$$;

CREATE FUNCTION giving_service_has_no_sum() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF giving_is_service(NEW.programme_id) THEN
        IF NEW.amount IS NOT NULL OR NEW.entitled IS NOT NULL THEN
            RAISE EXCEPTION 'application % is for a service and names a sum', NEW.id
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'service_has_no_sum';
        END IF;
    ELSIF NEW.state = 'approved' AND NEW.amount IS NULL THEN
        RAISE EXCEPTION 'application % is approved without a sum', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'approved_has_a_sum';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER giving_service_has_no_sum BEFORE INSERT OR UPDATE OF amount, entitled, state, programme_id
    ON applications_application FOR EACH ROW EXECUTE FUNCTION giving_service_has_no_sum();

CREATE FUNCTION giving_begins_fulfilment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    application applications_application%ROWTYPE;
BEGIN
    SELECT * INTO application FROM applications_application WHERE id = NEW.application_id;
    IF NEW.state <> 'open' OR NOT giving_is_service(application.programme_id)
       OR NEW.union_id <> application.union_id THEN
        RAISE EXCEPTION 'application % is no service whose doing begins', NEW.application_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'fulfilment_of_a_service';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER giving_begins_fulfilment BEFORE INSERT ON giving_fulfilment
    FOR EACH ROW EXECUTE FUNCTION giving_begins_fulfilment();

CREATE FUNCTION giving_guard_fulfilment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    application applications_application%ROWTYPE;
    is_back boolean := OLD.state = 'done' AND OLD.goods_value > giving_goods_out(OLD.id);
BEGIN
    IF TG_OP = 'DELETE' OR (OLD.uid, OLD.application_id) IS DISTINCT FROM (NEW.uid, NEW.application_id) THEN
        RAISE EXCEPTION 'a service stays with its application'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'fulfilment_stays';
    END IF;
    -- Goods came back to the store: what is left is said, and where nothing is, it is open again.
    IF is_back THEN
        IF NEW.goods_value IS DISTINCT FROM nullif(giving_goods_out(NEW.id), 0)
           OR (NEW.goods <> '') <> (NEW.goods_value IS NOT NULL)
           OR NEW.state <> (CASE WHEN NEW.goods_value IS NULL THEN 'open' ELSE 'done' END)
           OR NEW.state = 'done' AND (OLD.due_on, OLD.doer, OLD.done_on, OLD.result, OLD.deed_kind, OLD.deed_key)
              IS DISTINCT FROM (NEW.due_on, NEW.doer, NEW.done_on, NEW.result, NEW.deed_kind, NEW.deed_key) THEN
            RAISE EXCEPTION 'what is left with the family of % is not what is out of the store', NEW.id
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'fulfilment_goods_came_back';
        END IF;
    ELSIF OLD.state <> 'open' AND (
        OLD.state, OLD.due_on, OLD.doer, OLD.done_on, OLD.what, OLD.result, OLD.deed_kind, OLD.deed_key,
        OLD.deed_title, OLD.goods, OLD.goods_value, OLD.why, OLD.signed_at, OLD.signed_by_id, OLD.signed_for_id
    ) IS DISTINCT FROM (
        NEW.state, NEW.due_on, NEW.doer, NEW.done_on, NEW.what, NEW.result, NEW.deed_kind, NEW.deed_key,
        NEW.deed_title, NEW.goods, NEW.goods_value, NEW.why, NEW.signed_at, NEW.signed_by_id, NEW.signed_for_id
    ) THEN
        RAISE EXCEPTION 'service % stays as it was written down', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'fulfilment_stays_as_written';
    END IF;
    IF NEW.state = 'done' AND OLD.state = 'open' THEN
        SELECT * INTO application FROM applications_application WHERE id = NEW.application_id;
        IF application.state <> 'approved' OR NEW.doer = ''
           OR NEW.done_on < (application.decided_at AT TIME ZONE 'Asia/Shanghai')::date
           OR NEW.done_on > (NEW.signed_at AT TIME ZONE 'Asia/Shanghai')::date THEN
            RAISE EXCEPTION 'service % is done by somebody, on a day since its approval', NEW.id
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'fulfilment_done_since_approved';
        END IF;
    END IF;
    -- Goods left a store for it in this very transaction's books; a service takes none.
    IF NEW.state = 'done' AND OLD.state = 'open' AND (
        (NEW.goods <> '') <> (SELECT p.form = 'goods' FROM applications_application a
                              JOIN policies_programme p ON p.id = a.programme_id WHERE a.id = NEW.application_id)
        OR NEW.goods_value IS DISTINCT FROM nullif(giving_goods_out(NEW.id), 0)
    ) THEN
        RAISE EXCEPTION 'what was handed out for % is not what left the store', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'fulfilment_goods_left_a_store';
    END IF;
    IF NEW.signed_for_id IS NOT NULL
       AND NOT coalesce(stands_in_for(NEW.signed_by_id, NEW.signed_for_id, NEW.signed_at), false) THEN
        RAISE EXCEPTION 'nobody stands in without being asked to'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'fulfilment_by_who_stands_in';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER giving_fulfilment_guard BEFORE UPDATE OR DELETE ON giving_fulfilment
    FOR EACH ROW EXECUTE FUNCTION giving_guard_fulfilment();

from django.db import migrations

from hardship.kernel.checks import ScopeTriggers

# What was made is what is checked, released and sent: payee, account and amount of a line, total and count of
# a batch never change afterwards, and no line or batch disappears.
FROZEN = """
CREATE FUNCTION payment_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR
       (OLD.batch_id, OLD.line, OLD.application_id, OLD.commitment_id, OLD.payee, OLD.bank_name, OLD.bank_branch,
        OLD.bank_card, OLD.bank_card_index, OLD.amount)
       IS DISTINCT FROM
       (NEW.batch_id, NEW.line, NEW.application_id, NEW.commitment_id, NEW.payee, NEW.bank_name, NEW.bank_branch,
        NEW.bank_card, NEW.bank_card_index, NEW.amount)
    THEN
        RAISE EXCEPTION 'a payment line is frozen' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION batch_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (OLD.number, OLD.count, OLD.total, OLD.made_by_id, OLD.union_id)
       IS DISTINCT FROM (NEW.number, NEW.count, NEW.total, NEW.made_by_id, NEW.union_id)
    THEN
        RAISE EXCEPTION 'a payment batch is frozen' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payment_frozen BEFORE UPDATE OR DELETE ON payments_payment
    FOR EACH ROW EXECUTE FUNCTION payment_frozen();
CREATE TRIGGER batch_frozen BEFORE UPDATE OR DELETE ON payments_paymentbatch
    FOR EACH ROW EXECUTE FUNCTION batch_frozen();
"""
REVERSE = """
DROP TRIGGER payment_frozen ON payments_payment;
DROP TRIGGER batch_frozen ON payments_paymentbatch;
DROP FUNCTION payment_frozen();
DROP FUNCTION batch_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_batches_and_payments")]
    operations = [
        ScopeTriggers("payments_paymentbatch"),
        ScopeTriggers("payments_payment"),
        migrations.RunSQL(FROZEN, REVERSE),
    ]

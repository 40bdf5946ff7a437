-- A unified social credit code (GB 32100-2015) without its check digit is a typing error, whoever wrote it: the weights
-- are the powers of 3 modulo 31. The same as hardship.kernel.documents.check_uscc.
-- Test: tests/cases/employers/test_employers.py.

CREATE FUNCTION uscc_is_valid(code text) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT code ~ '^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$' AND (
        SELECT mod(31 - mod(sum(weight * (strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(code, place::int, 1)) - 1)), 31), 31)
          FROM unnest(ARRAY[1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28])
               WITH ORDINALITY AS weights (weight, place)
    ) = strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', right(code, 1)) - 1
$$;
ALTER TABLE employers_employer ADD CONSTRAINT employer_uscc_valid CHECK (uscc_is_valid(uscc));

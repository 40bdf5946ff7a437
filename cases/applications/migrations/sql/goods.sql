-- Goods in kind: each row names an item, more than nothing of it and no more than the programme gives (requirement B1).
-- Test: tests/cases/applications/test_goods.py.

ALTER TABLE applications_application ADD CONSTRAINT application_goods_within_programme CHECK (
    jsonb_typeof(goods) = 'array' AND NOT jsonb_path_exists(goods, 'strict $[*] ? (
        !(@.quantity.double() > 0 && @.quantity.double() <= @.at_most.double() && @.name != "" && @.unit != "")
        || (@.quantity.double() > 0 && @.quantity.double() <= @.at_most.double() && @.name != "" && @.unit != "") is unknown
    )')
);

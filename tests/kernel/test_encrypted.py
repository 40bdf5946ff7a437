import copy
import pickle
import uuid
from io import StringIO

import pytest
from django.core.exceptions import FieldError
from django.db import connection, models
from django.db.migrations.writer import MigrationWriter
from django.template import Context, Template
from django.test.utils import isolate_apps

from hardship.kernel.fields import BlindIndexField, DecryptionError, EncryptedField, Secret, blind_index
from hardship.kernel.fields.secret import Ciphertext

NUMBER = "110101199001011464"
CARD = "6228480402564890018"
PHONE = "13800138000"


@pytest.fixture
def person_model(db):
    with isolate_apps("hardship.kernel"):

        class Person(models.Model):
            uid = models.UUIDField(default=uuid.uuid4, unique=True)
            name = models.CharField(max_length=20)
            id_number = EncryptedField("id_number", null=True, blank=True)
            id_number_index = BlindIndexField(null=True)
            bank_card = EncryptedField("bank_card", null=True, blank=True)
            phone = EncryptedField("phone", null=True, blank=True)

            class Meta:
                app_label = "kernel"

        with connection.schema_editor() as editor:
            editor.create_model(Person)
        yield Person


def stored(column, pk):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM kernel_person WHERE id = %s", [pk])
        value = cursor.fetchone()[0]
    return None if value is None else bytes(value)


def overwrite(column, pk, value):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE kernel_person SET {column} = %s WHERE id = %s", [value, pk])


def test_a_number_goes_in_and_comes_out(person_model):
    wang = person_model.objects.create(name="王小梅", id_number=NUMBER, bank_card=CARD, phone=PHONE)
    for person in (wang, person_model.objects.get()):
        assert person.id_number == NUMBER
        assert person.id_number.reveal() == NUMBER
        assert str(person.id_number) == "110101********1464"
        assert str(person.bank_card) == "**** **** **** 0018"
        assert str(person.phone) == "138****8000"
        assert person.id_number


def test_the_database_never_sees_the_number(person_model):
    wang = person_model.objects.create(id_number=NUMBER)
    blob = stored("id_number", wang.pk)
    assert NUMBER.encode() not in blob
    assert blob[:4] == b"\x01\x01\x00\x01"
    assert len(blob) == 4 + 12 + 18 + 16


def test_the_same_number_is_never_stored_twice_alike(person_model):
    one, two = (person_model.objects.create(id_number=NUMBER) for _ in range(2))
    assert stored("id_number", one.pk) != stored("id_number", two.pk)


def nonce(sealed):
    """What stands between the head of four bytes and the ciphertext."""
    return bytes(sealed)[4:16]


def test_a_nonce_never_repeats_under_a_key(person_model):
    """Two values under one nonce give away both, and the key of the tags with them: neither for two rows, nor
    for two columns of one row, nor when a row is saved anew with the number that it had."""
    context = person_model._meta.get_field("id_number").context(person_model())
    seen = {nonce(Secret("id_number", NUMBER, context=context).seal()) for _turn in range(1000)}
    assert len(seen) == 1000
    wang = person_model.objects.create(id_number=NUMBER, bank_card=CARD, phone=PHONE)
    for value in (CARD, NUMBER):
        seen |= {nonce(stored(name, wang.pk)) for name in ("id_number", "bank_card", "phone")}
        wang.id_number = wang.bank_card = value
        wang.save()
    seen |= {nonce(stored(name, wang.pk)) for name in ("id_number", "bank_card")}
    assert len(seen) == 1000 + 3 + 2 + 2
    assert {len(one) for one in seen} == {12}


@pytest.mark.parametrize("nothing", ["", None])
def test_nothing_is_null_and_falsy(person_model, nothing):
    wang = person_model.objects.create(id_number=nothing)
    assert stored("id_number", wang.pk) is None
    for person in (wang, person_model.objects.get()):
        assert not person.id_number
        assert str(person.id_number) == ""
        assert person.id_number == ""
    assert person_model.objects.filter(id_number__isnull=True).count() == 1


def test_saving_again_keeps_the_bytes_of_what_did_not_change(person_model):
    wang = person_model.objects.create(id_number=NUMBER)
    before = stored("id_number", wang.pk)
    again = person_model.objects.get()
    again.name = "王梅"
    again.save()
    assert stored("id_number", wang.pk) == before
    again.id_number = "320602198001010017"
    again.save(update_fields=["id_number"])
    assert stored("id_number", wang.pk) != before


def test_bulk_writes_encrypt_too(person_model):
    people = person_model.objects.bulk_create([person_model(id_number=NUMBER), person_model(phone=PHONE)])
    assert NUMBER.encode() not in stored("id_number", people[0].pk)
    for person in people:
        person.bank_card = CARD
    person_model.objects.bulk_update(people, ["bank_card", "phone"])
    first, second = person_model.objects.order_by("pk")
    assert (first.id_number, first.bank_card, first.phone) == (NUMBER, CARD, "")
    assert (second.id_number, second.bank_card, second.phone) == ("", CARD, PHONE)


@pytest.mark.parametrize("value", [NUMBER, b"bytes"])
def test_update_is_refused_because_it_knows_no_row(person_model, value):
    person_model.objects.create()
    with pytest.raises(TypeError, match="saved with its row"):
        person_model.objects.update(id_number=value)
    with pytest.raises(TypeError, match="saved with its row"):
        person_model.objects.update(id_number=Secret("id_number", NUMBER))


def test_a_value_moved_to_another_row_does_not_open(person_model):
    wang, li = person_model.objects.create(id_number=NUMBER), person_model.objects.create(id_number=NUMBER)
    overwrite("id_number", li.pk, stored("id_number", wang.pk))
    li = person_model.objects.get(pk=li.pk)
    with pytest.raises(DecryptionError):
        li.id_number.reveal()
    with pytest.raises(DecryptionError):
        str(li.id_number)
    with pytest.raises(DecryptionError):
        li.save()
    assert repr(li.id_number) == "<Secret unreadable>"


def test_a_value_moved_to_another_column_does_not_open(person_model):
    wang = person_model.objects.create(id_number=NUMBER)
    overwrite("bank_card", wang.pk, stored("id_number", wang.pk))
    with pytest.raises(DecryptionError):
        person_model.objects.get().bank_card.reveal()


@pytest.mark.parametrize("place", [0, 1, 2, 5, 20, -1])
def test_a_damaged_value_does_not_open(person_model, place):
    wang = person_model.objects.create(id_number=NUMBER)
    blob = bytearray(stored("id_number", wang.pk))
    blob[place] ^= 1
    overwrite("id_number", wang.pk, bytes(blob))
    with pytest.raises(DecryptionError):
        person_model.objects.get().id_number.reveal()


@pytest.mark.parametrize("blob", [b"", b"\x01", b"\x01\x01\x00\x01" + b"x" * 20, NUMBER.encode()])
def test_what_was_never_ciphertext_does_not_open(person_model, blob):
    wang = person_model.objects.create(id_number=NUMBER)
    overwrite("id_number", wang.pk, blob)
    with pytest.raises(DecryptionError):
        person_model.objects.get().id_number.reveal()


def test_another_key_does_not_open_it_and_an_old_one_does(person_model, settings):
    wang = person_model.objects.create(id_number=NUMBER)
    right = settings.FIELD_KEYS[settings.FIELD_KEY_ID]
    settings.FIELD_KEYS = {1: b"k" * 32}
    with pytest.raises(DecryptionError, match="another key"):
        person_model.objects.get().id_number.reveal()
    settings.FIELD_KEYS = {2: b"k" * 32}
    with pytest.raises(DecryptionError, match="needs key 1"):
        person_model.objects.get().id_number.reveal()
    settings.FIELD_KEYS, settings.FIELD_KEY_ID = {1: right, 2: b"k" * 32}, 2
    assert person_model.objects.get().id_number == NUMBER
    li = person_model.objects.create(id_number=NUMBER)
    assert stored("id_number", li.pk)[2:4] == b"\x00\x02"
    assert stored("id_number", wang.pk)[2:4] == b"\x00\x01"


def test_a_number_copied_between_instances_is_sealed_for_its_new_row(person_model):
    wang = person_model.objects.create(id_number=NUMBER)
    li = person_model.objects.create(id_number=wang.id_number)
    assert person_model.objects.get(pk=li.pk).id_number == NUMBER
    clone = person_model.objects.get(pk=wang.pk)
    assert clone.id_number == NUMBER
    clone.pk, clone.uid = None, uuid.uuid4()
    clone.save(force_insert=True)
    assert person_model.objects.get(pk=clone.pk).id_number == NUMBER


def test_a_deferred_number_is_loaded_when_asked(person_model):
    person_model.objects.create(id_number=NUMBER)
    assert person_model.objects.defer("id_number").get().id_number == NUMBER
    assert person_model.objects.only("id_number").get().id_number == NUMBER


def test_refreshing_reads_the_row_again(person_model):
    wang = person_model.objects.create(id_number=NUMBER)
    other = person_model.objects.get()
    other.id_number = ""
    other.save()
    wang.refresh_from_db()
    assert not wang.id_number


def test_nothing_prints_the_number(person_model):
    wang = person_model.objects.create(id_number=NUMBER, phone=PHONE)
    fresh = person_model.objects.get()
    assert fresh.id_number == NUMBER
    for person in (wang, fresh, person_model(id_number=NUMBER)):
        for shown in (
            repr(person.id_number),
            f"{person.id_number}",
            repr(person.__dict__),
            repr(vars(person)),
        ):
            assert NUMBER not in shown
    assert NUMBER not in repr(list(person_model.objects.values()))
    assert NUMBER not in repr(list(person_model.objects.values_list("id_number", flat=True)))
    assert repr(Ciphertext(b"abc")) == "<ciphertext>"


def test_a_template_shows_the_mask_and_cannot_reveal(person_model):
    person_model.objects.create(id_number=NUMBER)
    template = Template("{{ person.id_number }}|{{ person.id_number.reveal }}")
    shown = template.render(Context({"person": person_model.objects.get()}))
    assert shown.startswith("110101********1464|")
    assert NUMBER not in shown


def test_a_secret_is_copied_but_neither_pickled_nor_serialised(person_model):
    from django.core import serializers

    wang = person_model.objects.create(id_number=NUMBER)
    assert copy.deepcopy(wang.id_number) == copy.copy(wang.id_number) == NUMBER
    with pytest.raises(TypeError, match="pickled"):
        pickle.dumps(wang)
    with pytest.raises(TypeError, match="serialised"):
        serializers.serialize("json", [wang], stream=StringIO())


def test_secrets_compare_by_their_number():
    assert Secret("phone", PHONE) == Secret("phone", PHONE)
    assert Secret("phone", PHONE) != Secret("phone", "13900139000")
    assert Secret("phone", PHONE) != 13800138000
    assert len({Secret("phone", PHONE), Secret("phone", PHONE)}) == 1


def test_only_text_is_assigned(person_model):
    for wrong in (110101, b"bytes", models.F("name")):
        with pytest.raises(TypeError, match="takes text"):
            person_model(id_number=wrong)


@pytest.mark.parametrize(
    "lookup",
    [
        {"id_number": NUMBER},
        {"id_number": None},
        {"id_number__in": [NUMBER]},
        {"id_number__startswith": "11"},
        {"id_number__gt": ""},
    ],
)
def test_an_encrypted_field_is_not_searched(person_model, lookup):
    with pytest.raises(FieldError, match="blind index"):
        person_model.objects.filter(**lookup)


def test_a_number_is_found_by_its_blind_index(person_model):
    person_model.objects.create(id_number=NUMBER, id_number_index=blind_index(NUMBER, "id_number"))
    person_model.objects.create()
    found = blind_index(" １１０１０１19900101 1464", "id_number")
    assert person_model.objects.get(id_number_index=found).id_number == NUMBER
    assert person_model.objects.filter(id_number_index__in=[found]).count() == 1
    assert person_model.objects.filter(id_number_index__isnull=True).count() == 1
    with pytest.raises(TypeError, match="blind_index"):
        list(person_model.objects.filter(id_number_index=NUMBER))


def test_a_blind_index_depends_on_key_and_purpose(settings):
    index = blind_index("11010119900101146x", "id_number")
    assert len(index) == 16
    assert index == blind_index("11010119900101146X", "id_number")
    assert index == blind_index(Secret("id_number", "11010119900101146X"), "id_number")
    assert index != blind_index("11010119900101146X", "bank_card")
    settings.BLIND_INDEX_KEY = b"another key"
    assert index != blind_index("11010119900101146X", "id_number")
    with pytest.raises(ValueError, match="empty"):
        blind_index(" ", "id_number")


def test_the_fields_are_written_into_migrations():
    for field in (
        EncryptedField("id_number", null=True, verbose_name="身份证号"),
        BlindIndexField(null=True),
    ):
        written, imports = MigrationWriter.serialize(field)
        assert written.startswith("hardship.kernel.fields.")
        assert imports == {"import hardship.kernel.fields"}
        _name, _path, args, options = field.deconstruct()
        assert type(field)(*args, **options).deconstruct()[2:] == field.deconstruct()[2:]


def test_the_check_asks_for_a_uid():
    with isolate_apps("hardship.kernel"):

        class Bare(models.Model):
            secret = EncryptedField("wrong")

            class Meta:
                app_label = "kernel"

        assert [error.id for error in Bare._meta.get_field("secret").check()] == [
            "kernel.E001",
            "kernel.E002",
        ]


def test_a_model_form_asks_in_the_right_field():
    kinds = {"id_number": "IdNumberField", "bank_card": "CardField", "phone": "PhoneField"}
    for purpose, name in kinds.items():
        assert type(EncryptedField(purpose).formfield()).__name__ == name

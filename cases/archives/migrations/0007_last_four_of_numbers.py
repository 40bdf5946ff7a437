from django.db import migrations

from hardship.kernel.fields import tail_index

CHUNK = 1000
FIELDS = ["id_number_tail", "phone_tail"]


def fill(apps, schema_editor):
    """The last four places of the numbers that are there already; each has to be opened for it."""
    members = apps.get_model("archives", "Member").objects.only("uid", "id_number", "phone").order_by("pk")
    last = 0
    while chunk := list(members.filter(pk__gt=last)[:CHUNK]):
        for member in chunk:
            member.id_number_tail = tail_index(member.id_number, "id_number") if member.id_number else None
            member.phone_tail = tail_index(member.phone, "phone") if member.phone else None
        members.model.objects.bulk_update(chunk, FIELDS)
        last = chunk[-1].pk


class Migration(migrations.Migration):
    dependencies = [("archives", "0006_lists_people_know")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]

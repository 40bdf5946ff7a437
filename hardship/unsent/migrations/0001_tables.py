import django.db.models.deletion
import django.utils.timezone
import hardship.kernel.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='UnsentForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('place', models.BinaryField(max_length=32)),
                ('visit', models.CharField(blank=True, max_length=40)),
                ('content', hardship.kernel.fields.EncryptedField('unsent', blank=True, null=True, verbose_name='内容')),
                ('last_change', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='时间')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='unsent_forms', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
            ],
            options={
                'verbose_name': '没有提交的内容',
                'verbose_name_plural': '没有提交的内容',
                'constraints': [models.UniqueConstraint(fields=('person', 'place'), name='unsent_once_a_form')],
            },
        ),
    ]

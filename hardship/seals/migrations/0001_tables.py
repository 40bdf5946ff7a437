import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True, verbose_name='日期')),
                ('until', models.DateTimeField(unique=True, verbose_name='截止')),
                ('rows', models.PositiveIntegerField(verbose_name='条数')),
                ('prints', models.BinaryField()),
                ('digest', models.CharField(max_length=64, verbose_name='当日摘要')),
                ('previous', models.CharField(max_length=64, verbose_name='前一日校验码')),
                ('chain', models.CharField(max_length=64, unique=True, verbose_name='校验码')),
                ('stamp', models.DateTimeField(verbose_name='封存时间')),
            ],
            options={
                'verbose_name': '操作日志封存',
                'verbose_name_plural': '操作日志封存',
            },
        ),
        migrations.CreateModel(
            name='Anchor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('file', '文件'), ('email', '电子邮件')], max_length=20, verbose_name='方式')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('seal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='anchors', to='seals.seal', verbose_name='操作日志封存')),
            ],
            options={
                'verbose_name': '外部留存',
                'verbose_name_plural': '外部留存',
                'constraints': [models.UniqueConstraint(fields=('seal', 'way'), name='anchor_once_a_way')],
            },
        ),
        migrations.CreateModel(
            name='Verification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True, verbose_name='时间')),
                ('days', models.PositiveIntegerField(verbose_name='天数')),
                ('rows', models.PositiveBigIntegerField(verbose_name='条数')),
                ('faults', models.PositiveIntegerField(verbose_name='不符')),
                ('told', models.JSONField(default=list, verbose_name='不符的内容')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='校验人')),
            ],
            options={
                'verbose_name': '操作日志校验',
                'verbose_name_plural': '操作日志校验',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('faults', 0), ('told', [])), models.Q(('faults__gt', 0), models.Q(('told', []), _negated=True)), _connector='OR'), name='verification_tells_what_it_found')],
            },
        ),
    ]

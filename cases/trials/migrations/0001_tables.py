import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_tables'),
        ('accounts', '__first__'),
        ('archives', '0001_tables'),
        ('policies', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='WhatIf',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('text', models.TextField(editable=False, verbose_name='当时的制度正文')),
                ('on', models.DateField(verbose_name='测算日期')),
                ('files_total', models.PositiveIntegerField(default=0, verbose_name='档案数')),
                ('files_done', models.PositiveIntegerField(default=0, verbose_name='已测算')),
                ('job_uid', models.UUIDField(editable=False, null=True)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='提交时间')),
                ('asked_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提交人')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.policy', verbose_name='制度')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '试行测算',
                'verbose_name_plural': '试行测算',
                'constraints': [models.CheckConstraint(condition=models.Q(('files_done__lte', models.F('files_total'))), name='what_if_not_beyond', violation_error_message='测算的档案数不对。')],
            },
        ),
        migrations.CreateModel(
            name='WhatIfRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('before', models.CharField(blank=True, max_length=40, verbose_name='现在的类别')),
                ('before_label', models.CharField(blank=True, max_length=60, verbose_name='现在的类别')),
                ('after', models.CharField(blank=True, max_length=40, verbose_name='按新制度')),
                ('after_label', models.CharField(max_length=60, verbose_name='按新制度')),
                ('is_undecided', models.BooleanField(default=False, verbose_name='还不能判断')),
                ('missing', models.CharField(blank=True, max_length=300, verbose_name='缺少')),
                ('sentence', models.CharField(blank=True, max_length=500, verbose_name='理由')),
                ('amount_before', models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name='现制度金额')),
                ('amount_after', models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name='新制度金额')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='archives.household', verbose_name='档案')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='trials.whatif', verbose_name='测算')),
            ],
            options={
                'verbose_name': '测算明细',
                'verbose_name_plural': '测算明细',
                'constraints': [models.UniqueConstraint(fields=('run', 'household'), name='what_if_row_once'), models.CheckConstraint(condition=models.Q(models.Q(('amount_before__isnull', True), ('amount_before__gte', 0), _connector='OR'), models.Q(('amount_after__isnull', True), ('amount_after__gte', 0), _connector='OR')), name='what_if_amounts_not_negative', violation_error_message='金额不能是负数。')],
            },
        ),
    ]

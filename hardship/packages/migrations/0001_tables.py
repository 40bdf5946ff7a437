import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_tables'),
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditPackage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('since', models.DateField(verbose_name='从')),
                ('until', models.DateField(verbose_name='到')),
                ('drawn', models.PositiveSmallIntegerField(verbose_name='抽取卷宗')),
                ('seed', models.PositiveIntegerField(verbose_name='随机种子')),
                ('purpose', models.CharField(max_length=100, verbose_name='用途')),
                ('made_at', models.DateTimeField(verbose_name='制作时间')),
                ('files', models.PositiveIntegerField(verbose_name='文件数')),
                ('size', models.PositiveBigIntegerField(verbose_name='大小（字节）')),
                ('sha256', models.CharField(max_length=64, verbose_name='校验码')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('made_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='制作人')),
                ('made_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁制作')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '审计包',
                'verbose_name_plural': '审计包',
                'indexes': [models.Index(fields=['sha256'], name='package_sha256')],
                'constraints': [models.CheckConstraint(condition=models.Q(('since__lte', models.F('until'))), name='package_of_days', violation_error_message='起止日期颠倒了。'), models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='package_for_something', violation_error_message='请写明用途。'), models.CheckConstraint(condition=models.Q(('files__gt', 0), ('sha256__regex', '^[0-9a-f]{64}$'), ('size__gt', 0)), name='package_has_code', violation_error_message='校验码不对。')],
            },
        ),
    ]

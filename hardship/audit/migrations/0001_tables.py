import django.db.models.deletion
import hardship.kernel.fields
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
            name='AuditRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('write', '业务操作'), ('read', '查看敏感信息'), ('export', '导出与打印'), ('access', '登录与权限')], max_length=8, verbose_name='类型')),
                ('action', models.CharField(max_length=60, verbose_name='操作')),
                ('target_type', models.CharField(blank=True, max_length=60, verbose_name='对象')),
                ('target_id', models.CharField(blank=True, max_length=40, verbose_name='对象编号')),
                ('at', models.DateTimeField(db_index=True, verbose_name='时间')),
                ('address', models.GenericIPAddressField(null=True, verbose_name='来源地址')),
                ('request_id', models.UUIDField(default=uuid.UUID('00000000-0000-0000-0000-000000000000'), verbose_name='请求编号')),
                ('data', models.JSONField(default=dict, verbose_name='内容')),
                ('changes', hardship.kernel.fields.EncryptedField('audit', editable=False, null=True, verbose_name='改动')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='操作人')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('stood_in_for', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁办理')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '操作日志',
                'verbose_name_plural': '操作日志',
                'indexes': [models.Index(fields=['target_type', 'target_id', '-id'], name='audit_target'), models.Index(fields=['province', '-id'], name='audit_province'), models.Index(fields=['city', '-id'], name='audit_city'), models.Index(fields=['county', '-id'], name='audit_county'), models.Index(fields=['by', '-id'], name='audit_by')],
            },
        ),
    ]

import django.db.models.deletion
import django.utils.timezone
import hardship.kernel.files
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
            name='SheetImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(max_length=30, verbose_name='名单')),
                ('state', models.CharField(choices=[('uploaded', '待对应列'), ('checking', '检查中'), ('checked', '待确认'), ('importing', '导入中'), ('done', '已完成'), ('undone', '已撤销'), ('failed', '未能读取')], default='uploaded', editable=False, max_length=10, verbose_name='状态')),
                ('file', models.FileField(max_length=120, upload_to=hardship.kernel.files.FolderName('imports'), verbose_name='文件')),
                ('original_name', models.CharField(max_length=120, verbose_name='原文件名')),
                ('sha256', models.CharField(max_length=64)),
                ('sheet', models.CharField(max_length=40, verbose_name='工作表')),
                ('header_row', models.PositiveIntegerField(verbose_name='表头行')),
                ('headers', models.JSONField(default=list, verbose_name='列名')),
                ('fields', models.JSONField(default=dict, verbose_name='列对应')),
                ('issues', models.JSONField(default=list, verbose_name='问题')),
                ('rows_total', models.PositiveIntegerField(default=0, verbose_name='总行数')),
                ('rows_good', models.PositiveIntegerField(default=0, verbose_name='可导入')),
                ('rows_wrong', models.PositiveIntegerField(default=0, verbose_name='有错')),
                ('rows_remarked', models.PositiveIntegerField(default=0, verbose_name='有提醒')),
                ('rows_done', models.PositiveIntegerField(default=0, verbose_name='已导入')),
                ('rows_undone', models.PositiveIntegerField(default=0, verbose_name='已撤销')),
                ('failure', models.CharField(blank=True, max_length=300, verbose_name='原因')),
                ('job_uid', models.UUIDField(editable=False, null=True)),
                ('uploaded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='上传时间')),
                ('confirmed_at', models.DateTimeField(editable=False, null=True, verbose_name='确认时间')),
                ('undone_at', models.DateTimeField(editable=False, null=True, verbose_name='撤销时间')),
                ('city', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('confirmed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='确认人')),
                ('county', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('province', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('undone_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='撤销人')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
                ('uploaded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
            ],
            options={
                'verbose_name': '名单导入',
                'verbose_name_plural': '名单导入',
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['uploaded', 'checking', 'checked', 'importing', 'done', 'undone', 'failed'])), name='sheet_import_state_known', violation_error_message='导入的状态不对。'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('importing', 'done', 'undone')), _negated=True), ('confirmed_at__isnull', False), _connector='OR'), name='sheet_import_confirmed_by_somebody', violation_error_message='导入要有人确认。')],
            },
        ),
    ]

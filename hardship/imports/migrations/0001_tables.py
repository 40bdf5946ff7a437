import django.db.models.deletion
import django.db.models.expressions
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
            name='ListImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(choices=[('uploaded', '待对应列'), ('checking', '检查中'), ('checked', '待确认'), ('importing', '导入中'), ('done', '已完成'), ('undone', '已撤销'), ('failed', '未能读取'), ('dropped', '不再导入')], default='uploaded', max_length=10, verbose_name='状态')),
                ('file', models.FileField(max_length=120, upload_to=hardship.kernel.files.FolderName('imports'), verbose_name='文件')),
                ('original_name', models.CharField(max_length=120, verbose_name='原文件名')),
                ('sha256', models.CharField(max_length=64)),
                ('sheet', models.CharField(blank=True, max_length=40, verbose_name='工作表')),
                ('header_row', models.PositiveIntegerField(null=True, verbose_name='表头行')),
                ('mapping', models.JSONField(default=dict, verbose_name='列对应')),
                ('issues', models.JSONField(default=list, verbose_name='问题')),
                ('rows_total', models.PositiveIntegerField(default=0, verbose_name='总数')),
                ('rows_rejected', models.PositiveIntegerField(default=0, verbose_name='有错')),
                ('failure', models.CharField(blank=True, max_length=300, verbose_name='原因')),
                ('job_uid', models.UUIDField(editable=False, null=True)),
                ('uploaded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='上传时间')),
                ('confirmed_at', models.DateTimeField(editable=False, null=True, verbose_name='确认时间')),
                ('undone_at', models.DateTimeField(editable=False, null=True, verbose_name='撤销时间')),
                ('kind', models.CharField(max_length=40, verbose_name='种类')),
                ('rows_good', models.PositiveIntegerField(default=0, verbose_name='可导入')),
                ('rows_changed', models.PositiveIntegerField(default=0, verbose_name='其中更新')),
                ('rows_same', models.PositiveIntegerField(default=0, verbose_name='已有')),
                ('rows_undone', models.PositiveIntegerField(default=0, verbose_name='已撤销')),
                ('dropped_at', models.DateTimeField(editable=False, null=True, verbose_name='不再导入的时间')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('confirmed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='确认人')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('dropped_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='不再导入的人')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('undone_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='撤销人')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
                ('uploaded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
            ],
            options={
                'verbose_name': '表格导入',
                'verbose_name_plural': '表格导入',
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['uploaded', 'checking', 'checked', 'importing', 'done', 'undone', 'failed', 'dropped'])), name='list_import_state_known', violation_error_message='导入状态不对。'), models.CheckConstraint(condition=models.Q(('rows_total', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('rows_good'), '+', models.F('rows_same')), '+', models.F('rows_rejected')))), name='list_import_rows_add_up', violation_error_message='导入的行数加不起来。'), models.CheckConstraint(condition=models.Q(('rows_changed__lte', models.F('rows_good'))), name='list_import_changed_are_good', violation_error_message='导入的行数加不起来。')],
            },
        ),
    ]

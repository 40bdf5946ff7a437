import django.contrib.postgres.fields
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
        ('archives', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.PositiveIntegerField(verbose_name='行号')),
                ('state', models.CharField(choices=[('planned', '待写入'), ('applied', '已更新'), ('undone', '已恢复'), ('kept', '没有恢复')], default='planned', max_length=8, verbose_name='状态')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('shown', models.JSONField(default=list, verbose_name='变化')),
                ('restore', models.JSONField(default=list, editable=False)),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='import_changes', to='archives.household', verbose_name='档案')),
            ],
            options={
                'verbose_name': '花名册更新',
                'verbose_name_plural': '花名册更新',
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'applied', 'undone', 'kept'])), name='import_change_state_known', violation_error_message='更新的状态不对。')],
            },
        ),
        migrations.CreateModel(
            name='ImportRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('change', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='rosters.importchange', verbose_name='花名册更新')),
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='import_request', to='archives.changerequest', verbose_name='档案变更')),
            ],
            options={
                'verbose_name': '花名册提出的变更',
                'verbose_name_plural': '花名册提出的变更',
            },
        ),
        migrations.CreateModel(
            name='RosterImport',
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
                ('mode', models.CharField(choices=[('new', '只新增'), ('update', '只更新已有的档案'), ('both', '新增和更新')], default='new', max_length=6, verbose_name='方式')),
                ('rows_importable', models.PositiveIntegerField(default=0, verbose_name='可导入')),
                ('rows_changed', models.PositiveIntegerField(default=0, verbose_name='有变化')),
                ('rows_unchanged', models.PositiveIntegerField(default=0, verbose_name='无变化')),
                ('items_asked', models.PositiveIntegerField(default=0, verbose_name='提交审核的变更')),
                ('former_document_no', models.CharField(blank=True, max_length=100, verbose_name='原建档文号')),
                ('former_filed_on', models.DateField(blank=True, null=True, verbose_name='原建档日期')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('confirmed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='确认人')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('undone_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='撤销人')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
                ('uploaded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
            ],
            options={
                'verbose_name': '花名册导入',
                'verbose_name_plural': '花名册导入',
                'constraints': [models.CheckConstraint(condition=models.Q(('mode__in', ['new', 'update', 'both'])), name='import_mode_known', violation_error_message='导入方式不对。'), models.CheckConstraint(condition=models.Q(models.Q(('former_document_no', ''), ('former_filed_on__isnull', True)), models.Q(models.Q(('former_document_no', ''), _negated=True), ('former_filed_on__isnull', False)), _connector='OR'), name='import_of_filed_says_where', violation_error_message='原建档文号和日期要一起填写。')],
            },
        ),
        migrations.CreateModel(
            name='ImportSpelling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry', models.PositiveIntegerField(verbose_name='户行号')),
                ('row', models.PositiveIntegerField(verbose_name='行号')),
                ('sheet', models.CharField(blank=True, max_length=40, verbose_name='工作表')),
                ('column', models.CharField(max_length=120, verbose_name='列')),
                ('cell', models.CharField(blank=True, max_length=12, verbose_name='单元格')),
                ('written', models.CharField(max_length=300, verbose_name='名册原文')),
                ('stored', models.CharField(max_length=300, verbose_name='存为')),
                ('roster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='spellings', to='rosters.rosterimport', verbose_name='导入')),
            ],
            options={
                'verbose_name': '名册原文',
                'verbose_name_plural': '名册原文',
                'indexes': [models.Index(fields=['roster', 'entry'], name='spelling_of_entry')],
                'constraints': [models.CheckConstraint(condition=models.Q(('written', models.F('stored')), _negated=True), name='spelling_differs', violation_error_message='名册原文与存入的写法相同。')],
            },
        ),
        migrations.CreateModel(
            name='ImportRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.PositiveIntegerField(verbose_name='行号')),
                ('warnings', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=300), default=list, size=None)),
                ('household', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='import_row', to='archives.household', verbose_name='档案')),
                ('roster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='rosters.rosterimport', verbose_name='导入')),
            ],
            options={
                'verbose_name': '导入行',
                'verbose_name_plural': '导入行',
                'constraints': [models.UniqueConstraint(fields=('roster', 'row'), name='import_row_once')],
            },
        ),
        migrations.AddField(
            model_name='importchange',
            name='roster',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='rosters.rosterimport', verbose_name='导入'),
        ),
        migrations.CreateModel(
            name='RosterLayout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=30, verbose_name='名称')),
                ('columns', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), default=list, size=None, verbose_name='列')),
                ('masked', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), blank=True, default=list, size=None, verbose_name='始终脱敏')),
                ('is_shared', models.BooleanField(default=False, verbose_name='本工会的人都可以用')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='建立时间')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='建立人')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '花名册版式',
                'verbose_name_plural': '花名册版式',
                'constraints': [models.UniqueConstraint(fields=('created_by', 'name'), name='roster_layout_name_once', violation_error_message='已有同名的版式。'), models.CheckConstraint(condition=models.Q(('columns', []), _negated=True), name='roster_layout_has_columns', violation_error_message='请至少选择一列。')],
            },
        ),
        migrations.AddConstraint(
            model_name='importchange',
            constraint=models.UniqueConstraint(fields=('roster', 'row'), name='import_change_once'),
        ),
    ]

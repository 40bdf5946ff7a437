import django.db.models.deletion
import django.utils.timezone
import hardship.kernel.fields
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
            name='CrossCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('dibao', '低保名单'), ('vehicle', '车辆登记'), ('business', '市场主体登记'), ('property', '不动产登记'), ('death', '死亡（殡葬）名单')], max_length=10, verbose_name='名单种类')),
                ('state', models.CharField(choices=[('uploaded', '待对应列'), ('matching', '比对中'), ('done', '已比对'), ('failed', '未能读取'), ('discarded', '已作废')], default='uploaded', max_length=10, verbose_name='状态')),
                ('department', models.CharField(max_length=60, verbose_name='提供部门')),
                ('as_of', models.DateField(verbose_name='数据日期')),
                ('is_complete', models.BooleanField(default=False, verbose_name='本地区全部名单')),
                ('file', models.FileField(blank=True, max_length=120, upload_to=hardship.kernel.files.FolderName('crosschecks'), verbose_name='文件')),
                ('original_name', models.CharField(max_length=120, verbose_name='原文件名')),
                ('sha256', models.CharField(max_length=64)),
                ('sheet', models.CharField(blank=True, max_length=40, verbose_name='工作表')),
                ('header_row', models.PositiveIntegerField(verbose_name='表头行')),
                ('mapping', models.JSONField(default=dict, verbose_name='列对应')),
                ('issues', models.JSONField(default=list, verbose_name='问题')),
                ('rows_total', models.PositiveIntegerField(default=0, verbose_name='名单人次')),
                ('rows_matched', models.PositiveIntegerField(default=0, verbose_name='与档案相符人次')),
                ('rows_unreadable', models.PositiveIntegerField(default=0, verbose_name='证件号有误')),
                ('people_checked', models.PositiveIntegerField(default=0, verbose_name='参与比对人数')),
                ('households_unauthorised', models.PositiveIntegerField(default=0, verbose_name='缺授权户数')),
                ('failure', models.CharField(blank=True, max_length=300, verbose_name='原因')),
                ('job_uid', models.UUIDField(editable=False, null=True)),
                ('uploaded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='上传时间')),
                ('matched_at', models.DateTimeField(editable=False, null=True, verbose_name='比对时间')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('matched_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='比对人')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
                ('uploaded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
            ],
            options={
                'verbose_name': '信息核对',
                'verbose_name_plural': '信息核对',
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['dibao', 'vehicle', 'business', 'property', 'death'])), name='crosscheck_kind_known', violation_error_message='请选择名单种类。'), models.CheckConstraint(condition=models.Q(('state__in', ['uploaded', 'matching', 'done', 'failed', 'discarded'])), name='crosscheck_state_known', violation_error_message='名单状态不对。'), models.CheckConstraint(condition=models.Q(('file', ''), models.Q(('state__in', ['done', 'discarded']), _negated=True), _connector='OR'), name='crosscheck_file_gone_when_matched', violation_error_message='比对完的名单不再保留原文件。')],
            },
        ),
        migrations.CreateModel(
            name='CrossCheckHit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('difference', models.CharField(choices=[('on_dibao', '名单上享受低保，档案未填'), ('not_on_dibao', '档案填享受低保，名单上没有'), ('vehicles', '登记车辆多于档案'), ('business', '登记有企业，档案未填'), ('homes', '登记房产多于档案'), ('deceased', '名单上已去世，仍列为家庭成员'), ('name', '证件号相同，姓名不同')], max_length=12, verbose_name='差异')),
                ('listed', models.JSONField(default=list, verbose_name='名单上')),
                ('filed', models.CharField(blank=True, max_length=120, verbose_name='档案中')),
                ('state', models.CharField(choices=[('open', '待核实'), ('to_change', '属实需变更'), ('asked', '变更待审核'), ('harmless', '属实不影响'), ('untrue', '不属实'), ('settled', '已处理')], default='open', max_length=10, verbose_name='核实结果')),
                ('state_at', models.DateTimeField(editable=False, null=True, verbose_name='核实时间')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                ('change', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='crosscheck_hits', to='archives.changerequest', verbose_name='档案变更')),
                ('crosscheck', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hits', to='crosschecks.crosscheck', verbose_name='信息核对')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='crosscheck_hits', to='archives.household', verbose_name='档案')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='crosscheck_hits', to='archives.member', verbose_name='家庭成员')),
                ('state_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='核实人')),
            ],
            options={
                'verbose_name': '核对差异',
                'verbose_name_plural': '核对差异',
                'indexes': [models.Index(fields=['crosscheck', 'state', 'id'], name='hit_worklist')],
                'constraints': [models.UniqueConstraint(fields=('crosscheck', 'member', 'difference'), name='hit_once'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'to_change', 'asked', 'harmless', 'untrue', 'settled'])), name='hit_state_known', violation_error_message='核实结果不对。'), models.CheckConstraint(condition=models.Q(('state', 'open'), models.Q(models.Q(models.Q(('note', ''), _negated=True), ('change__isnull', False), _connector='OR'), ('state_at__isnull', False), ('state_by__isnull', False)), _connector='OR'), name='hit_outcome_explained', violation_error_message='核实结果要写明说明、核实人和时间。'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'asked'), _negated=True), ('change__isnull', False), _connector='OR'), name='hit_asked_names_its_change', violation_error_message='变更待审核的差异必须写明是哪一份变更。')],
            },
        ),
        migrations.CreateModel(
            name='CrossCheckRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.PositiveIntegerField(verbose_name='行号')),
                ('id_number_index', hardship.kernel.fields.BlindIndexField(db_index=True)),
                ('facts', models.JSONField(default=dict, verbose_name='名单内容')),
                ('crosscheck', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='crosschecks.crosscheck', verbose_name='信息核对')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='crosscheck_rows', to='archives.member', verbose_name='家庭成员')),
            ],
            options={
                'verbose_name': '名单上的人',
                'verbose_name_plural': '名单上的人',
                'constraints': [models.UniqueConstraint(fields=('crosscheck', 'row', 'member'), name='crosscheck_row_once')],
            },
        ),
        migrations.CreateModel(
            name='CrossCheckStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=12, verbose_name='操作')),
                ('source', models.CharField(choices=[('open', '待核实'), ('to_change', '属实需变更'), ('asked', '变更待审核'), ('harmless', '属实不影响'), ('untrue', '不属实'), ('settled', '已处理')], max_length=10, verbose_name='原状态')),
                ('target', models.CharField(choices=[('open', '待核实'), ('to_change', '属实需变更'), ('asked', '变更待审核'), ('harmless', '属实不影响'), ('untrue', '不属实'), ('settled', '已处理')], max_length=10, verbose_name='新状态')),
                ('comment', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='时间')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('hit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='crosschecks.crosscheckhit', verbose_name='核对差异')),
            ],
            options={
                'verbose_name': '核实记录',
                'verbose_name_plural': '核实记录',
            },
        ),
    ]

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
    ]

    operations = [
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(max_length=40, verbose_name='种类')),
                ('key', models.CharField(blank=True, max_length=80, null=True, unique=True, verbose_name='防重编号')),
                ('params', models.JSONField(blank=True, default=dict, verbose_name='参数')),
                ('requested_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='提交时间')),
                ('state', models.CharField(choices=[('queued', '排队中'), ('running', '进行中'), ('done', '已完成'), ('failed', '没有完成'), ('cancelled', '已取消')], default='queued', max_length=10, verbose_name='状态')),
                ('cursor', models.JSONField(blank=True, default=dict, verbose_name='进度位置')),
                ('total', models.PositiveIntegerField(blank=True, null=True, verbose_name='总数')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='已处理')),
                ('message', models.CharField(blank=True, max_length=300, verbose_name='说明')),
                ('attempt', models.PositiveSmallIntegerField(default=0, verbose_name='尝试次数')),
                ('lease_until', models.DateTimeField(blank=True, null=True, verbose_name='执行期限')),
                ('lease_by', models.CharField(blank=True, max_length=80, verbose_name='执行进程')),
                ('result_path', models.CharField(blank=True, max_length=200, verbose_name='结果文件')),
                ('result_name', models.CharField(blank=True, max_length=120, verbose_name='结果文件名')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='jobs', to=settings.AUTH_USER_MODEL, verbose_name='提交人')),
                ('requested_in', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='提交时的工会')),
                ('stand_in', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.standin', verbose_name='代办')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '后台任务',
                'verbose_name_plural': '后台任务',
                'indexes': [models.Index(fields=['requested_by', '-id'], name='job_of_person'), models.Index(condition=models.Q(('state__in', ('queued', 'running'))), fields=['id'], name='job_active')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'running', 'done', 'failed', 'cancelled'])), name='job_state_known', violation_error_message='任务状态不正确。'), models.CheckConstraint(condition=models.Q(models.Q(('lease_until__isnull', False), ('state', 'running'), models.Q(('lease_by', ''), _negated=True)), models.Q(models.Q(('state', 'running'), _negated=True), ('lease_by', ''), ('lease_until__isnull', True)), _connector='OR'), name='job_leased_while_running', violation_error_message='只有进行中的任务有执行进程。'), models.CheckConstraint(condition=models.Q(('total__isnull', True), ('done__lte', models.F('total')), _connector='OR'), name='job_done_within_total', violation_error_message='已处理数不能大于总数。'), models.CheckConstraint(condition=models.Q(models.Q(('result_name', ''), ('result_path', '')), models.Q(('state', 'done'), models.Q(('result_name', ''), _negated=True)), _connector='OR'), name='job_result_when_done', violation_error_message='只有完成的任务有结果文件。'), models.CheckConstraint(condition=models.Q(('key__isnull', True), models.Q(('key', ''), _negated=True), _connector='OR'), name='job_key_not_empty', violation_error_message='防重编号不能为空。')],
            },
        ),
    ]

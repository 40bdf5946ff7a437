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
    ]

    operations = [
        migrations.CreateModel(
            name='Alert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(editable=False, max_length=20, verbose_name='预警种类')),
                ('subject', models.CharField(editable=False, max_length=80)),
                ('label', models.CharField(blank=True, editable=False, max_length=160, verbose_name='对象')),
                ('figures', models.JSONField(editable=False, verbose_name='数据')),
                ('severity', models.CharField(choices=[('red', '红'), ('orange', '橙'), ('yellow', '黄')], editable=False, max_length=6, verbose_name='级别')),
                ('state', models.CharField(choices=[('open', '待处理'), ('snoozed', '暂缓'), ('handled', '已处理'), ('dismissed', '不处理'), ('gone', '起因消失，自动结束')], default='open', editable=False, max_length=9, verbose_name='状态')),
                ('found_on', models.DateField(editable=False, verbose_name='发现日期')),
                ('due_on', models.DateField(editable=False, verbose_name='处理期限')),
                ('until', models.DateField(editable=False, null=True, verbose_name='暂缓到')),
                ('gone_on', models.DateField(editable=False, null=True, verbose_name='起因消失的日期')),
                ('outcome', models.CharField(blank=True, choices=[('visit', '已走访'), ('file', '已建档或更新档案'), ('aid', '已帮扶'), ('done', '已补办、已纠正'), ('unfounded', '查过，不成立')], editable=False, max_length=9, verbose_name='处理结果')),
                ('said', models.CharField(blank=True, editable=False, max_length=300, verbose_name='说明')),
                ('signed_at', models.DateTimeField(editable=False, null=True, verbose_name='登记时间')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('household', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='alerts', to='archives.household', verbose_name='困难家庭')),
                ('owner', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='由谁办')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('signed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('signed_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁登记')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '预警',
                'verbose_name_plural': '预警',
                'indexes': [models.Index(fields=['province', 'state', 'severity', 'due_on'], name='alert_province_state'), models.Index(fields=['city', 'state', 'severity', 'due_on'], name='alert_city_state'), models.Index(fields=['county', 'state', 'severity', 'due_on'], name='alert_county_state'), models.Index(fields=['township', 'state', 'severity', 'due_on'], name='alert_township_state'), models.Index(fields=['union', 'state', 'severity', 'due_on'], name='alert_union_state')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('gone_on', None)), fields=('kind', 'subject'), name='alert_known_once'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'snoozed', 'handled', 'dismissed', 'gone'])), name='alert_state_known', violation_error_message='预警的状态不对。'), models.CheckConstraint(condition=models.Q(('severity__in', ['red', 'orange', 'yellow'])), name='alert_severity_known', violation_error_message='预警的级别不对。'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('state', 'open'), ('until', None)), models.Q(('outcome', ''), ('state', 'snoozed'), ('until__isnull', False), models.Q(('said', ''), _negated=True)), models.Q(('outcome__in', ['visit', 'file', 'aid', 'done', 'unfounded']), ('state', 'handled'), ('until', None), models.Q(('said', ''), _negated=True)), models.Q(('outcome', ''), ('state', 'dismissed'), ('until', None), models.Q(('said', ''), _negated=True)), models.Q(('gone_on__isnull', False), ('outcome', ''), ('state', 'gone'), ('until', None)), _connector='OR'), name='alert_ended_for_a_reason', violation_error_message='处理的写明结果和情况，不处理、暂缓的写明理由。'), models.CheckConstraint(condition=models.Q(('state__in', ('open', 'gone')), models.Q(('signed_at__isnull', False), ('signed_by__isnull', False)), _connector='OR'), name='alert_signed_by_somebody', violation_error_message='须记录登记时间和登记人。'), models.CheckConstraint(condition=models.Q(('due_on__gt', models.F('found_on'))), name='alert_due_later', violation_error_message='期限要在发现日期之后。')],
            },
        ),
        migrations.CreateModel(
            name='AlertRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, verbose_name='预警种类')),
                ('valid_from', models.DateField(verbose_name='从哪天起')),
                ('is_on', models.BooleanField(default=True, verbose_name='启用')),
                ('first', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='界限')),
                ('second', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='第二界限')),
                ('set_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='设定时间')),
                ('set_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='设定人')),
                ('set_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁设定')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '预警规则',
                'verbose_name_plural': '预警规则',
                'constraints': [models.UniqueConstraint(fields=('union', 'kind', 'valid_from'), name='alert_rule_once', violation_error_message='这一天已经有一条这种预警的规则，请另选一天。'), models.CheckConstraint(condition=models.Q(('first__gte', 0)), name='alert_rule_not_negative', violation_error_message='界限不能小于零。'), models.CheckConstraint(condition=models.Q(('second', None), ('second__gte', 0), _connector='OR'), name='alert_rule_second', violation_error_message='界限不能小于零。')],
            },
        ),
        migrations.CreateModel(
            name='AlertRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='日期')),
                ('is_nightly', models.BooleanField(default=True, verbose_name='每天的第一次')),
                ('new', models.PositiveIntegerField(verbose_name='新发现')),
                ('gone', models.PositiveIntegerField(verbose_name='起因消失')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='时间')),
            ],
            options={
                'verbose_name': '预警计算',
                'verbose_name_plural': '预警计算',
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_nightly', True)), fields=('on',), name='alert_run_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='AlertStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=8, verbose_name='办理')),
                ('outcome', models.CharField(blank=True, choices=[('visit', '已走访'), ('file', '已建档或更新档案'), ('aid', '已帮扶'), ('done', '已补办、已纠正'), ('unfounded', '查过，不成立')], max_length=9, verbose_name='处理结果')),
                ('comment', models.CharField(blank=True, max_length=300, verbose_name='说明')),
                ('until', models.DateField(null=True, verbose_name='暂缓到')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='时间')),
                ('alert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='alerts.alert', verbose_name='预警')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('stood_in_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁办理')),
            ],
            options={
                'verbose_name': '预警办理记录',
                'verbose_name_plural': '预警办理记录',
            },
        ),
    ]

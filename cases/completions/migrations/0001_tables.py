import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_tables'),
        ('accounts', '__first__'),
        ('applications', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Completion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', '待补办'), ('submitted', '待复核'), ('on_notice', '补公示'), ('done', '已补办'), ('refused', '不符合，待追回'), ('recovered', '已追回'), ('ended', '不用补办')], default='waiting', editable=False, max_length=10, verbose_name='状态')),
                ('due_on', models.DateField(editable=False, verbose_name='补办期限')),
                ('account', models.CharField(blank=True, max_length=1000, verbose_name='事由和对象核实情况')),
                ('content', models.JSONField(default=dict, editable=False, verbose_name='补办内容')),
                ('content_hash', models.CharField(blank=True, editable=False, max_length=64)),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='开始时间')),
                ('application', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='completion', to='applications.application', verbose_name='申请')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('opened_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='批准人')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '急难补办',
                'verbose_name_plural': '急难补办',
                'indexes': [models.Index(condition=models.Q(('state__in', ('waiting', 'submitted', 'on_notice', 'refused'))), fields=['union', 'due_on'], name='completion_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'submitted', 'on_notice', 'done', 'refused', 'recovered', 'ended'])), name='completion_state_known', violation_error_message='补办状态不对。'), models.CheckConstraint(condition=models.Q(('state__in', ('waiting', 'refused', 'recovered', 'ended')), models.Q(models.Q(('account', ''), _negated=True), models.Q(('content_hash', ''), _negated=True)), _connector='OR'), name='completion_says_what_happened', violation_error_message='请写明事由和对象核实情况。')],
            },
        ),
        migrations.CreateModel(
            name='CompletionStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=10, verbose_name='操作')),
                ('source', models.CharField(choices=[('waiting', '待补办'), ('submitted', '待复核'), ('on_notice', '补公示'), ('done', '已补办'), ('refused', '不符合，待追回'), ('recovered', '已追回'), ('ended', '不用补办')], max_length=10, verbose_name='原状态')),
                ('target', models.CharField(choices=[('waiting', '待补办'), ('submitted', '待复核'), ('on_notice', '补公示'), ('done', '已补办'), ('refused', '不符合，待追回'), ('recovered', '已追回'), ('ended', '不用补办')], max_length=10, verbose_name='新状态')),
                ('comment', models.CharField(blank=True, max_length=500, verbose_name='意见')),
                ('content_hash', models.CharField(blank=True, max_length=64)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='时间')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('completion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='completions.completion', verbose_name='补办')),
                ('stood_in_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁办理')),
            ],
            options={
                'verbose_name': '补办记录',
                'verbose_name_plural': '补办记录',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('action', 'accept'), ('source', 'submitted'), ('target', 'done')), models.Q(('action', 'accept'), ('source', 'submitted'), ('target', 'on_notice')), models.Q(('action', 'conclude'), ('source', 'on_notice'), ('target', 'done')), models.Q(('action', 'end'), ('source', 'on_notice'), ('target', 'ended')), models.Q(('action', 'end'), ('source', 'refused'), ('target', 'ended')), models.Q(('action', 'end'), ('source', 'submitted'), ('target', 'ended')), models.Q(('action', 'end'), ('source', 'waiting'), ('target', 'ended')), models.Q(('action', 'recover'), ('source', 'refused'), ('target', 'recovered')), models.Q(('action', 'refuse'), ('source', 'on_notice'), ('target', 'refused')), models.Q(('action', 'refuse'), ('source', 'submitted'), ('target', 'refused')), models.Q(('action', 'refuse'), ('source', 'waiting'), ('target', 'refused')), models.Q(('action', 'return'), ('source', 'on_notice'), ('target', 'waiting')), models.Q(('action', 'return'), ('source', 'submitted'), ('target', 'waiting')), models.Q(('action', 'submit'), ('source', 'waiting'), ('target', 'submitted')), _connector='OR'), name='completion_step_of_the_table', violation_error_message='这样的补办步骤不存在。')],
            },
        ),
        migrations.CreateModel(
            name='UrgentTerms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField(verbose_name='轮次')),
                ('most', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='先行救助最多（元）')),
                ('workdays', models.PositiveSmallIntegerField(verbose_name='几个工作日内补办')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='提交时间')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='urgent_terms', to='applications.application', verbose_name='申请')),
                ('responsible', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='负责人')),
            ],
            options={
                'verbose_name': '先行救助条件',
                'verbose_name_plural': '先行救助条件',
                'constraints': [models.UniqueConstraint(fields=('application', 'round'), name='urgent_terms_once'), models.CheckConstraint(condition=models.Q(('most__gt', 0), ('workdays__gte', 1)), name='urgent_terms_bounded', violation_error_message='先行救助要有限额和期限。')],
            },
        ),
    ]

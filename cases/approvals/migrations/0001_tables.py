import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('applications', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='ApprovalStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField(verbose_name='轮次')),
                ('action', models.CharField(max_length=12, verbose_name='操作')),
                ('source', models.CharField(choices=[('draft', '草稿'), ('review', '待审核'), ('returned', '退回补正'), ('public_notice', '公示中'), ('approval', '待审批'), ('approved', '已批准'), ('rejected', '不予帮扶'), ('withdrawn', '已撤回'), ('revoked', '已撤销')], max_length=14, verbose_name='原状态')),
                ('target', models.CharField(choices=[('draft', '草稿'), ('review', '待审核'), ('returned', '退回补正'), ('public_notice', '公示中'), ('approval', '待审批'), ('approved', '已批准'), ('rejected', '不予帮扶'), ('withdrawn', '已撤回'), ('revoked', '已撤销')], max_length=14, verbose_name='新状态')),
                ('is_decision', models.BooleanField(default=False, verbose_name='是否审批意见')),
                ('comment', models.CharField(blank=True, max_length=500, verbose_name='意见')),
                ('content_hash', models.CharField(max_length=64)),
                ('parts', models.JSONField(default=dict, editable=False)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='时间')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='applications.application', verbose_name='申请')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('maker', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提交人')),
            ],
            options={
                'verbose_name': '审批记录',
                'verbose_name_plural': '审批记录',
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_decision', True)), fields=('application', 'round', 'by'), name='step_decided_once_a_round'), models.CheckConstraint(condition=models.Q(('is_decision', False), models.Q(('by', models.F('maker')), _negated=True), _connector='OR'), name='step_not_on_own_work', violation_error_message='不能审批自己提交的申请。')],
            },
        ),
    ]

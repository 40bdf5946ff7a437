import django.db.models.deletion
import django.db.models.functions.datetime
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
            name='DigestAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(max_length=20, verbose_name='方式')),
                ('address', models.CharField(blank=True, max_length=120, verbose_name='地址')),
                ('sent_on', models.DateField(editable=False, null=True)),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='digest_address', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
            ],
            options={
                'verbose_name': '每日汇总地址',
                'verbose_name_plural': '每日汇总地址',
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(max_length=60, verbose_name='种类')),
                ('role', models.CharField(blank=True, choices=[('clerk', '经办人'), ('department', '部门负责人'), ('reviewer', '审核人'), ('approver', '审批人'), ('finance', '财务'), ('cashier', '出纳'), ('auditor', '审计'), ('administrator', '管理员')], max_length=16, verbose_name='岗位')),
                ('about_type', models.CharField(max_length=60)),
                ('about_id', models.CharField(max_length=40)),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='编号')),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='时间')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '消息',
                'verbose_name_plural': '消息',
                'indexes': [models.Index(fields=['about_type', 'about_id', 'kind'], name='message_about')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('about_type', ''), _negated=True), models.Q(('about_id', ''), _negated=True)), name='message_about_something', violation_error_message='消息要有对象。'), models.CheckConstraint(condition=models.Q(('role', ''), ('role__in', ['clerk', 'department', 'reviewer', 'approver', 'finance', 'cashier', 'auditor', 'administrator']), _connector='OR'), name='message_role_known', violation_error_message='岗位不对。'), models.CheckConstraint(condition=models.Q(('number__regex', '\\d{15}'), _negated=True), name='message_number_is_not_personal', violation_error_message='消息里不能有证件号、银行卡号。'), models.UniqueConstraint(models.F('about_type'), models.F('about_id'), models.F('role'), django.db.models.functions.datetime.TruncDate('sent_at'), condition=models.Q(('kind__endswith', '.urge')), name='message_urged_once_a_day', violation_error_message='今天已经催办过了。')],
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('read_at', models.DateTimeField(editable=False, null=True, verbose_name='已读时间')),
                ('told_at', models.DateTimeField(editable=False, null=True, verbose_name='汇总时间')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='messaging.message', verbose_name='消息')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='收件人')),
            ],
            options={
                'verbose_name': '收到的消息',
                'verbose_name_plural': '收到的消息',
                'indexes': [models.Index(condition=models.Q(('read_at__isnull', True)), fields=['to'], name='receipt_unread'), models.Index(fields=['to', '-id'], name='receipt_of_person')],
                'constraints': [models.UniqueConstraint(fields=('message', 'to'), name='receipt_once_a_person')],
            },
        ),
    ]

import django.db.models.deletion
import django.utils.timezone
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
            name='NoticeEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=80, verbose_name='公示的事项')),
                ('round', models.PositiveSmallIntegerField(default=1, verbose_name='轮次')),
                ('number', models.CharField(blank=True, max_length=40, verbose_name='编号')),
                ('name', models.CharField(max_length=50, verbose_name='姓名')),
                ('unit', models.CharField(blank=True, max_length=120, verbose_name='单位')),
                ('programme', models.CharField(max_length=80, verbose_name='帮扶项目')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12, null=True, verbose_name='拟帮扶金额（元）')),
                ('content_hash', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('on', '公示中'), ('passed', '已报批'), ('withdrawn', '已撤下')], default='on', editable=False, max_length=9, verbose_name='状态')),
                ('closed_at', models.DateTimeField(editable=False, null=True, verbose_name='离开公示的时间')),
                ('reason', models.CharField(blank=True, editable=False, max_length=500, verbose_name='撤下原因')),
                ('closed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='申报工会')),
            ],
            options={
                'verbose_name': '公示条目',
                'verbose_name_plural': '公示条目',
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=500, verbose_name='异议内容')),
                ('objector', models.CharField(blank=True, max_length=60, verbose_name='异议人')),
                ('received_on', models.DateField(verbose_name='收到日期')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('answer', models.CharField(blank=True, max_length=500, verbose_name='调查结论与答复')),
                ('is_upheld', models.BooleanField(null=True, verbose_name='异议成立')),
                ('answered_at', models.DateTimeField(editable=False, null=True, verbose_name='答复时间')),
                ('answered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='答复人')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='notices.noticeentry', verbose_name='公示条目')),
                ('recorded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
            ],
            options={
                'verbose_name': '异议',
                'verbose_name_plural': '异议',
            },
        ),
        migrations.CreateModel(
            name='PublicNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, unique=True, verbose_name='公示编号')),
                ('state', models.CharField(choices=[('running', '公示中'), ('concluded', '已结束')], default='running', editable=False, max_length=10, verbose_name='状态')),
                ('days', models.PositiveSmallIntegerField(default=5, verbose_name='公示天数')),
                ('in_workdays', models.BooleanField(default=True, verbose_name='按工作日')),
                ('starts_on', models.DateField(verbose_name='公示开始')),
                ('ends_on', models.DateField(verbose_name='公示截止')),
                ('published_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='发布时间')),
                ('concluded_at', models.DateTimeField(editable=False, null=True, verbose_name='结束时间')),
                ('city', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('concluded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='结束人')),
                ('county', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('province', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('published_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='发布人')),
                ('township', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '公示',
                'verbose_name_plural': '公示',
                'constraints': [models.UniqueConstraint(fields=('union', 'starts_on', 'days', 'in_workdays'), name='notice_once_a_day'), models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('starts_on'))), name='notice_ends_later', violation_error_message='截止日期必须晚于开始日期。')],
            },
        ),
        migrations.AddField(
            model_name='noticeentry',
            name='notice',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='notices.publicnotice', verbose_name='公示'),
        ),
        migrations.AddConstraint(
            model_name='noticeentry',
            constraint=models.UniqueConstraint(fields=('source', 'round'), name='notice_entry_once_a_round'),
        ),
        migrations.AddConstraint(
            model_name='noticeentry',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['on', 'passed', 'withdrawn'])), name='notice_entry_state_known', violation_error_message='公示条目的状态不对。'),
        ),
        migrations.AddConstraint(
            model_name='noticeentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('state', 'on')), models.Q(models.Q(('state', 'on'), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='notice_entry_closed_when_it_left', violation_error_message='离开公示的条目要有时间。'),
        ),
    ]

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
            name='YearEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('title', models.CharField(max_length=120, verbose_name='工作')),
                ('begins_on', models.DateField(verbose_name='开始日期')),
                ('ends_on', models.DateField(verbose_name='完成期限')),
                ('place', models.CharField(blank=True, max_length=60, verbose_name='在哪里办')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='要求')),
                ('origin', models.CharField(blank=True, editable=False, max_length=100)),
                ('state', models.CharField(choices=[('planned', '没有办完'), ('done', '已办完'), ('dropped', '不办了')], default='planned', editable=False, max_length=7, verbose_name='状态')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='列入时间')),
                ('ended_at', models.DateTimeField(editable=False, null=True, verbose_name='办结时间')),
                ('result', models.CharField(blank=True, editable=False, max_length=300, verbose_name='完成情况或不办的原因')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('ended_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('ended_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁登记')),
                ('made_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='列入人')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('responsible', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='责任人')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '年度工作安排',
                'verbose_name_plural': '年度工作安排',
                'indexes': [models.Index(condition=models.Q(('state', 'planned')), fields=['union', 'begins_on'], name='year_entry_open')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('origin', ''), _negated=True), fields=('union', 'origin'), name='year_entry_taken_once'), models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'done', 'dropped'])), name='year_entry_state_known', violation_error_message='状态不对。'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='year_entry_named', violation_error_message='请写明是什么工作。'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('begins_on'))), name='year_entry_ends_after_it_begins', violation_error_message='完成期限不能早于开始日期。'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True), ('result', ''), ('state', 'planned')), models.Q(models.Q(('state', 'planned'), _negated=True), ('ended_at__isnull', False), ('ended_by__isnull', False), models.Q(('result', ''), _negated=True)), _connector='OR'), name='year_entry_ended_with_a_word', violation_error_message='办结要写明完成情况，不办的写明原因。')],
            },
        ),
    ]

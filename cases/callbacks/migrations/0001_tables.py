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
        ('payments', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='CallbackRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('valid_from', models.DateField(verbose_name='从哪天起到账的')),
                ('days', models.PositiveSmallIntegerField(verbose_name='到账后多少天回访')),
                ('share', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='抽取比例（%）')),
                ('all_above', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='超过多少元的全部回访')),
                ('seed', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='抽取种子')),
                ('set_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='设定时间')),
                ('set_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='设定人')),
                ('set_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁设定')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '回访规则',
                'verbose_name_plural': '回访规则',
                'constraints': [models.UniqueConstraint(fields=('union', 'valid_from'), name='callback_rule_once', violation_error_message='这一天已经有一条回访规则，请另选一天。'), models.CheckConstraint(condition=models.Q(('days__gte', 1), ('days__lte', 365)), name='callback_rule_days', violation_error_message='回访天数在 1 到 365 之间。'), models.CheckConstraint(condition=models.Q(('share__gte', 0), ('share__lte', 100)), name='callback_rule_share', violation_error_message='抽取比例在 0 到 100 之间。'), models.CheckConstraint(condition=models.Q(('all_above__gte', 0), ('all_above', None), _connector='OR'), name='callback_rule_above', violation_error_message='金额不能小于零。')],
            },
        ),
        migrations.CreateModel(
            name='Callback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('due_on', models.DateField(editable=False, verbose_name='到期日')),
                ('state', models.CharField(choices=[('due', '待回访'), ('unreached', '多次联系不上'), ('done', '已回访'), ('ended', '不再回访')], default='due', editable=False, max_length=10, verbose_name='状态')),
                ('tries', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='没有联系上的次数')),
                ('on', models.DateField(editable=False, null=True, verbose_name='回访日期')),
                ('mode', models.CharField(blank=True, choices=[('phone', '电话'), ('home', '上门')], editable=False, max_length=6, verbose_name='回访方式')),
                ('said_amount', models.DecimalField(decimal_places=2, editable=False, max_digits=12, null=True, verbose_name='说收到多少（元）')),
                ('received_on', models.DateField(editable=False, null=True, verbose_name='说哪天收到')),
                ('collector', models.CharField(blank=True, choices=[('self', '本人'), ('family', '家里人'), ('other', '别人代领'), ('nobody', '没有收到')], editable=False, max_length=8, verbose_name='谁领的')),
                ('spent_on', models.CharField(blank=True, editable=False, max_length=200, verbose_name='用在哪里')),
                ('effect', models.CharField(blank=True, choices=[('solved', '困难解决了'), ('eased', '困难缓解了'), ('same', '没有什么变化')], editable=False, max_length=8, verbose_name='效果')),
                ('score', models.PositiveSmallIntegerField(editable=False, null=True, verbose_name='满意度')),
                ('opinion', models.CharField(blank=True, editable=False, max_length=300, verbose_name='意见、建议')),
                ('measure', models.CharField(blank=True, editable=False, max_length=200, verbose_name='下一步措施')),
                ('reason', models.CharField(blank=True, editable=False, max_length=200, verbose_name='不再回访的理由')),
                ('signed_at', models.DateTimeField(editable=False, null=True, verbose_name='登记时间')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('household', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='callbacks', to='archives.household', verbose_name='困难家庭')),
                ('payment', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='callback', to='payments.payment', verbose_name='发放')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('signed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='回访人')),
                ('signed_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁登记')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
                ('rule', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='callbacks', to='callbacks.callbackrule', verbose_name='回访规则')),
            ],
            options={
                'verbose_name': '到账回访',
                'verbose_name_plural': '到账回访',
                'indexes': [models.Index(fields=['province', 'state', 'due_on'], name='callback_province_state'), models.Index(fields=['city', 'state', 'due_on'], name='callback_city_state'), models.Index(fields=['county', 'state', 'due_on'], name='callback_county_state'), models.Index(fields=['township', 'state', 'due_on'], name='callback_township_state'), models.Index(fields=['union', 'state', 'due_on'], name='callback_union_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['due', 'unreached', 'done', 'ended'])), name='callback_state_known', violation_error_message='回访的状态不对。'), models.CheckConstraint(condition=models.Q(models.Q(('collector__in', ['self', 'family', 'other', 'nobody']), ('effect__in', ['solved', 'eased', 'same']), ('mode__in', ['phone', 'home']), ('on__isnull', False), ('reason', ''), ('said_amount__gte', 0), ('said_amount__isnull', False), ('score__gte', 1), ('score__isnull', False), ('score__lte', 5), ('signed_at__isnull', False), ('signed_by__isnull', False), ('state', 'done')), models.Q(models.Q(('state', 'done'), _negated=True), ('collector', ''), ('effect', ''), ('measure', ''), ('mode', ''), ('on', None), ('opinion', ''), ('received_on', None), ('said_amount', None), ('score', None), ('spent_on', '')), _connector='OR'), name='callback_answered_whole', violation_error_message='回访要么登记齐全，要么一项也没有登记。'), models.CheckConstraint(condition=models.Q(('state', 'done'), models.Q(('reason', ''), ('signed_at', None), ('signed_by', None), ('signed_for', None)), models.Q(('signed_at__isnull', False), ('signed_by__isnull', False), ('state', 'ended'), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='callback_ended_for_a_reason', violation_error_message='不再回访的写明理由和登记人。'), models.CheckConstraint(condition=models.Q(('said_amount', None), models.Q(('collector', 'nobody'), ('received_on', None), ('said_amount', 0)), models.Q(('received_on__isnull', False), ('said_amount__gt', 0), models.Q(('collector', 'nobody'), _negated=True)), _connector='OR'), name='callback_nothing_received', violation_error_message='收到钱的写明哪天、谁领的；没有收到的金额填 0。'), models.CheckConstraint(condition=models.Q(('received_on', None), ('received_on__lte', models.F('on')), _connector='OR'), name='callback_received_before', violation_error_message='收到的日期不能晚于回访日期。')],
            },
        ),
        migrations.CreateModel(
            name='CallbackTry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='日期')),
                ('mode', models.CharField(choices=[('phone', '电话'), ('home', '上门')], max_length=6, verbose_name='方式')),
                ('miss', models.CharField(choices=[('no_answer', '没有人接'), ('wrong', '号码不对或者停机'), ('absent', '家里没有人'), ('later', '请改日再联系')], max_length=10, verbose_name='没有联系上的原因')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('callback', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='missed', to='callbacks.callback', verbose_name='到账回访')),
                ('stood_in_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁登记')),
            ],
            options={
                'verbose_name': '回访联系记录',
                'verbose_name_plural': '回访联系记录',
                'constraints': [models.CheckConstraint(condition=models.Q(('mode__in', ['phone', 'home'])), name='callback_try_mode', violation_error_message='回访方式不对。'), models.CheckConstraint(condition=models.Q(('miss__in', ['no_answer', 'wrong', 'absent', 'later'])), name='callback_try_miss', violation_error_message='没有联系上的原因不对。')],
            },
        ),
        migrations.CreateModel(
            name='Difference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('said', models.DecimalField(decimal_places=2, editable=False, max_digits=12, verbose_name='本人说收到（元）')),
                ('booked', models.DecimalField(decimal_places=2, editable=False, max_digits=12, verbose_name='账上发放（元）')),
                ('state', models.CharField(choices=[('open', '待查明'), ('settled', '已查明')], default='open', editable=False, max_length=8, verbose_name='状态')),
                ('opened_on', models.DateField(editable=False, verbose_name='发现日期')),
                ('outcome', models.CharField(blank=True, choices=[('mistaken', '本人记错，账上无误'), ('part', '分几次到账，账上无误'), ('missing', '确实没有收到或者少收'), ('kept', '被人截留、代领没有转交')], editable=False, max_length=8, verbose_name='查明的结果')),
                ('finding', models.CharField(blank=True, editable=False, max_length=500, verbose_name='查明的情况')),
                ('settled_at', models.DateTimeField(editable=False, null=True, verbose_name='查明时间')),
                ('callback', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='difference', to='callbacks.callback', verbose_name='到账回访')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('settled_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='查明人')),
                ('settled_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁查明')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '回访金额不符',
                'verbose_name_plural': '回访金额不符',
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['union'], name='callback_difference_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('said', models.F('booked')), _negated=True), name='callback_difference_real', violation_error_message='两个金额一样的不是差异。'), models.CheckConstraint(condition=models.Q(models.Q(('finding', ''), ('outcome', ''), ('settled_at', None), ('settled_by', None), ('settled_for', None), ('state', 'open')), models.Q(('outcome__in', ['mistaken', 'part', 'missing', 'kept']), ('settled_at__isnull', False), ('settled_by__isnull', False), ('state', 'settled'), models.Q(('finding', ''), _negated=True)), _connector='OR'), name='callback_difference_settled', violation_error_message='查明的要写明结果、情况和查明人。')],
            },
        ),
    ]

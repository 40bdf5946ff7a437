import django.db.models.deletion
import django.utils.timezone
import hardship.kernel.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_tables'),
        ('accounts', '__first__'),
        ('applications', '0001_tables'),
        ('archives', '0001_tables'),
        ('leads', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Petition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.CharField(editable=False, max_length=40, unique=True, verbose_name='编号')),
                ('channel', models.CharField(choices=[('visit', '来访'), ('letter', '来信'), ('hotline', '12351 热线'), ('network', '网络'), ('passed', '转办'), ('tour', '巡访')], max_length=8, verbose_name='来源')),
                ('matter', models.CharField(choices=[('help', '求助'), ('work', '求职'), ('law', '法律'), ('policy', '政策'), ('complaint', '投诉'), ('report', '举报'), ('suggestion', '建议'), ('other', '其他')], max_length=10, verbose_name='事项')),
                ('urgency', models.CharField(choices=[('normal', '一般'), ('urgent', '紧急（当天办）')], default='normal', max_length=6, verbose_name='缓急')),
                ('received_on', models.DateField(verbose_name='接待日期')),
                ('is_anonymous', models.BooleanField(default=False, verbose_name='匿名')),
                ('name', models.CharField(blank=True, max_length=50, verbose_name='姓名')),
                ('phone', hardship.kernel.fields.EncryptedField('phone', blank=True, null=True, verbose_name='电话')),
                ('phone_index', hardship.kernel.fields.BlindIndexField(db_index=True, null=True)),
                ('id_number', hardship.kernel.fields.EncryptedField('id_number', blank=True, null=True, verbose_name='身份证号')),
                ('id_number_index', hardship.kernel.fields.BlindIndexField(db_index=True, null=True)),
                ('employer', models.CharField(blank=True, max_length=80, verbose_name='单位')),
                ('address', models.CharField(blank=True, max_length=120, verbose_name='住址')),
                ('persons', models.PositiveIntegerField(default=1, verbose_name='人数')),
                ('text', models.CharField(max_length=2000, verbose_name='反映内容')),
                ('accused_name', models.CharField(blank=True, max_length=50, verbose_name='被反映人')),
                ('state', models.CharField(choices=[('registered', '待受理'), ('transferred', '转办待接收'), ('accepted', '待交办'), ('assigned', '办理中'), ('answered', '已答复'), ('closed', '已办结'), ('reopened', '重新办理'), ('joined', '已并入')], default='registered', editable=False, max_length=11, verbose_name='状态')),
                ('due_on', models.DateField(editable=False, null=True, verbose_name='办理期限')),
                ('answer_by_on', models.DateField(editable=False, null=True, verbose_name='答复期限')),
                ('answer', models.CharField(blank=True, max_length=2000, verbose_name='答复内容')),
                ('told_by', models.CharField(blank=True, choices=[('person', '当面'), ('telephone', '电话'), ('letter', '书面'), ('network', '网络'), ('nobody', '无法联系，存档备查')], max_length=9, verbose_name='告知方式')),
                ('answered_at', models.DateTimeField(editable=False, null=True, verbose_name='答复时间')),
                ('satisfaction', models.CharField(blank=True, choices=[('content', '满意'), ('fair', '基本满意'), ('discontent', '不满意'), ('unreached', '联系不上')], max_length=10, verbose_name='满意度')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('closed_at', models.DateTimeField(editable=False, null=True, verbose_name='办结时间')),
                ('accused', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='被反映人账号')),
                ('accused_union', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='被反映的单位')),
                ('answered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='答复人')),
                ('application', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='petition', to='applications.application', verbose_name='申请')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('closed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办结人')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='首接人')),
                ('handler', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='主办人')),
                ('household', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='petitions', to='archives.household', verbose_name='档案')),
                ('lead', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='petition', to='leads.lead', verbose_name='线索')),
                ('main', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='joined', to='petitions.petition', verbose_name='并入')),
                ('offered_to', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='转给')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '信访件',
                'verbose_name_plural': '信访件',
                'indexes': [models.Index(condition=models.Q(('state__in', ('registered', 'transferred', 'accepted', 'assigned', 'reopened'))), fields=['union', 'due_on'], name='petition_worklist'), models.Index(condition=models.Q(('state__in', ('registered', 'transferred', 'accepted', 'assigned', 'reopened', 'answered'))), fields=['handler'], name='petition_of_handler'), models.Index(fields=['union', '-received_on'], name='petition_of_union')],
                'constraints': [models.CheckConstraint(condition=models.Q(('channel__in', ['visit', 'letter', 'hotline', 'network', 'passed', 'tour'])), name='petition_channel_known', violation_error_message='请选择来源。'), models.CheckConstraint(condition=models.Q(('matter__in', ['help', 'work', 'law', 'policy', 'complaint', 'report', 'suggestion', 'other'])), name='petition_matter_known', violation_error_message='请选择事项。'), models.CheckConstraint(condition=models.Q(('urgency__in', ['normal', 'urgent'])), name='petition_urgency_known', violation_error_message='请选择缓急。'), models.CheckConstraint(condition=models.Q(('state__in', ['registered', 'transferred', 'accepted', 'assigned', 'answered', 'closed', 'reopened', 'joined'])), name='petition_state_known', violation_error_message='状态不对。'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='petition_says_what', violation_error_message='请填写反映内容。'), models.CheckConstraint(condition=models.Q(('persons__gte', 1)), name='petition_of_somebody', violation_error_message='人数至少一人。'), models.CheckConstraint(condition=models.Q(models.Q(('id_number__isnull', True), ('is_anonymous', True), ('name', ''), ('phone__isnull', True)), models.Q(('is_anonymous', False), models.Q(('name', ''), _negated=True)), _connector='OR'), name='petition_anonymous_or_named', violation_error_message='匿名的不登记姓名、电话和身份证号；不匿名的要填姓名。'), models.CheckConstraint(condition=models.Q(models.Q(('matter__in', ('complaint', 'report')), models.Q(('accused_union__isnull', False), models.Q(('accused_name', ''), _negated=True), _connector='OR')), models.Q(models.Q(('matter__in', ('complaint', 'report')), _negated=True), ('accused__isnull', True), ('accused_name', ''), ('accused_union__isnull', True)), _connector='OR'), name='petition_accuses_where_it_says_so', violation_error_message='投诉、举报要写明被反映的单位或人，其他事项不写。'), models.CheckConstraint(condition=models.Q(('accused__isnull', True), ('accused_union__isnull', False), _connector='OR'), name='petition_account_has_its_unit', violation_error_message='被反映的账号要写明单位。'), models.CheckConstraint(condition=models.Q(models.Q(('due_on__isnull', False), ('state__in', ('registered', 'transferred', 'accepted', 'assigned', 'reopened'))), models.Q(models.Q(('state__in', ('registered', 'transferred', 'accepted', 'assigned', 'reopened')), _negated=True), ('due_on__isnull', True)), _connector='OR'), name='petition_is_due_while_open', violation_error_message='没有办完的要有期限。'), models.CheckConstraint(condition=models.Q(models.Q(('offered_to__isnull', False), ('state', 'transferred')), models.Q(models.Q(('state', 'transferred'), _negated=True), ('offered_to__isnull', True)), _connector='OR'), name='petition_offered_to_somebody', violation_error_message='转办的要写明转给谁。'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('assigned', 'answered')), _negated=True), ('handler__isnull', False), _connector='OR'), name='petition_assigned_to_somebody', violation_error_message='办理中的要有主办人。'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('answered', 'closed')), _negated=True), models.Q(models.Q(('answer', ''), _negated=True), models.Q(('told_by', ''), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='petition_answered_with_words', violation_error_message='请填写答复内容和告知方式。'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state', 'closed'), models.Q(('satisfaction', ''), _negated=True)), models.Q(('closed_at__isnull', False), ('state', 'joined')), models.Q(models.Q(('state__in', ('closed', 'joined')), _negated=True), ('closed_at__isnull', True), ('satisfaction', '')), _connector='OR'), name='petition_closed_once_asked', violation_error_message='办结的要登记满意度和办结时间。'), models.CheckConstraint(condition=models.Q(models.Q(('main__isnull', False), ('state', 'joined'), models.Q(('main', models.F('id')), _negated=True)), models.Q(models.Q(('state', 'joined'), _negated=True), ('main__isnull', True)), _connector='OR'), name='petition_joined_to_another', violation_error_message='并入的要写明并入哪一件，不能是自己。')],
            },
        ),
        migrations.CreateModel(
            name='Companion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=50, verbose_name='姓名')),
                ('phone', hardship.kernel.fields.EncryptedField('phone', blank=True, null=True, verbose_name='电话')),
                ('phone_index', hardship.kernel.fields.BlindIndexField(db_index=True, null=True)),
                ('petition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='companions', to='petitions.petition', verbose_name='信访件')),
            ],
            options={
                'verbose_name': '同来的人',
                'verbose_name_plural': '同来的人',
            },
        ),
        migrations.CreateModel(
            name='CoHandler',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='加入时间')),
                ('added_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='加入人')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='协办人')),
                ('petition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='helpers', to='petitions.petition', verbose_name='信访件')),
            ],
            options={
                'verbose_name': '协办人',
                'verbose_name_plural': '协办人',
                'constraints': [models.UniqueConstraint(fields=('petition', 'user'), name='co_handler_once')],
            },
        ),
        migrations.CreateModel(
            name='PetitionCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union')),
            ],
            options={
                'verbose_name': '信访编号计数',
                'verbose_name_plural': '信访编号计数',
                'constraints': [models.UniqueConstraint(fields=('union', 'year'), name='petition_counter_once')],
            },
        ),
        migrations.CreateModel(
            name='PetitionStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=10, verbose_name='办理')),
                ('target', models.CharField(choices=[('registered', '待受理'), ('transferred', '转办待接收'), ('accepted', '待交办'), ('assigned', '办理中'), ('answered', '已答复'), ('closed', '已办结'), ('reopened', '重新办理'), ('joined', '已并入')], max_length=11, verbose_name='之后的状态')),
                ('comment', models.CharField(blank=True, max_length=2000, verbose_name='办理情况')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='时间')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('handler', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='交给谁办')),
                ('passed_from', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='转出工会')),
                ('passed_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='转入工会')),
                ('petition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='petitions.petition', verbose_name='信访件')),
                ('stood_in_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁办理')),
            ],
            options={
                'verbose_name': '信访办理记录',
                'verbose_name_plural': '信访办理记录',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('action', 'transfer'), ('passed_from__isnull', False), ('passed_to__isnull', False), models.Q(('passed_from', models.F('passed_to')), _negated=True)), models.Q(models.Q(('action', 'transfer'), _negated=True), ('passed_from__isnull', True), ('passed_to__isnull', True)), _connector='OR'), name='petition_step_passes_between_two', violation_error_message='转办要写明从哪个工会转到哪个工会。')],
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('matter', models.CharField(choices=[('help', '求助'), ('work', '求职'), ('law', '法律'), ('policy', '政策'), ('complaint', '投诉'), ('report', '举报'), ('suggestion', '建议'), ('other', '其他')], max_length=10, verbose_name='事项')),
                ('from_on', models.DateField(verbose_name='起始日期')),
                ('accept_days', models.PositiveSmallIntegerField(verbose_name='受理（工作日）')),
                ('answer_days', models.PositiveSmallIntegerField(verbose_name='答复（工作日）')),
                ('document', models.CharField(blank=True, max_length=60, verbose_name='依据文号')),
                ('entered_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('entered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='petition_terms', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '信访办理期限',
                'verbose_name_plural': '信访办理期限',
                'constraints': [models.UniqueConstraint(fields=('union', 'matter', 'from_on'), name='petition_term_once', violation_error_message='这一天起的期限已经登记。'), models.CheckConstraint(condition=models.Q(('matter__in', ['help', 'work', 'law', 'policy', 'complaint', 'report', 'suggestion', 'other'])), name='petition_term_matter_known', violation_error_message='请选择事项。'), models.CheckConstraint(condition=models.Q(('accept_days__range', (0, 60)), ('answer_days__range', (1, 60))), name='petition_term_days', violation_error_message='受理 0 到 60 个工作日，答复 1 到 60 个工作日。')],
            },
        ),
    ]

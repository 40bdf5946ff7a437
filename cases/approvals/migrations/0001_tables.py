import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import hardship.kernel.files
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
            name='ApprovalStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField(verbose_name='轮次')),
                ('action', models.CharField(max_length=12, verbose_name='操作')),
                ('source', models.CharField(choices=[('draft', '草稿'), ('review', '待审核'), ('returned', '退回补正'), ('public_notice', '公示中'), ('approval', '待审批'), ('suspended', '挂起'), ('approved', '已批准'), ('rejected', '不予帮扶'), ('withdrawn', '已撤回'), ('revoked', '已撤销'), ('lapsed', '已失效')], max_length=14, verbose_name='原状态')),
                ('target', models.CharField(choices=[('draft', '草稿'), ('review', '待审核'), ('returned', '退回补正'), ('public_notice', '公示中'), ('approval', '待审批'), ('suspended', '挂起'), ('approved', '已批准'), ('rejected', '不予帮扶'), ('withdrawn', '已撤回'), ('revoked', '已撤销'), ('lapsed', '已失效')], max_length=14, verbose_name='新状态')),
                ('lap', models.PositiveSmallIntegerField(db_default=0, editable=False)),
                ('again', models.PositiveSmallIntegerField(db_default=0, editable=False)),
                ('stage_no', models.PositiveSmallIntegerField(null=True, verbose_name='环节序号')),
                ('next_no', models.PositiveSmallIntegerField(null=True, verbose_name='下一环节序号')),
                ('is_decision', models.BooleanField(default=False, verbose_name='是否审批意见')),
                ('outside_number', models.CharField(blank=True, db_default='', max_length=60, verbose_name='批复文号')),
                ('outside_on', models.DateField(null=True, verbose_name='批复日期')),
                ('outside_issuer', models.CharField(blank=True, db_default='', max_length=100, verbose_name='批复单位')),
                ('until_on', models.DateField(null=True, verbose_name='最迟等到')),
                ('due_was', models.DateField(null=True, verbose_name='挂起前的时限')),
                ('comment', models.CharField(blank=True, max_length=500, verbose_name='意见')),
                ('proposed', models.DecimalField(decimal_places=2, max_digits=12, null=True, verbose_name='同意金额（元）')),
                ('proposed_why', models.CharField(blank=True, db_default='', max_length=200, verbose_name='调整金额的原因')),
                ('rule', models.CharField(blank=True, db_default='', max_length=200, verbose_name='依据的规定')),
                ('content_hash', models.CharField(max_length=64)),
                ('parts', models.JSONField(default=dict, editable=False)),
                ('due_on', models.DateField(editable=False, null=True, verbose_name='当时的办理时限')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='时间')),
                ('taken_role', models.CharField(blank=True, db_default='', editable=False, max_length=16, verbose_name='接办岗位')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='applications.application', verbose_name='申请')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('handed_to', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='转给、请谁出意见')),
                ('maker', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提交人')),
                ('stood_in_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁办理')),
                ('taken_to', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='接办工会')),
                ('takes_back', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='taken_back', to='approvals.approvalstep', verbose_name='撤回的意见')),
            ],
            options={
                'verbose_name': '审批记录',
                'verbose_name_plural': '审批记录',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('action', 'take_over'), ('taken_role__in', ('reviewer', 'approver')), ('taken_to__isnull', False), models.Q(('comment', ''), _negated=True)), models.Q(models.Q(('action', 'take_over'), _negated=True), ('taken_role', ''), ('taken_to__isnull', True)), _connector='OR'), name='step_takes_over_to_a_post', violation_error_message='接办要写明由哪个工会的哪个岗位接办，为什么。'), models.UniqueConstraint(condition=models.Q(('is_decision', True)), fields=('application', 'round', 'lap', 'again', 'by'), name='step_decided_once_a_round'), models.CheckConstraint(condition=models.Q(models.Q(('action__in', ('hand_on', 'consult', 'take_over')), ('handed_to__isnull', False)), models.Q(models.Q(('action__in', ('hand_on', 'consult', 'take_over')), _negated=True), ('handed_to__isnull', True)), _connector='OR'), name='step_hands_on_to_somebody', violation_error_message='转办、加签要写明给谁。'), models.UniqueConstraint(condition=models.Q(('action', 'prolong')), fields=('application',), name='step_prolongs_once'), models.CheckConstraint(condition=models.Q(models.Q(('action', 'prolong'), _negated=True), models.Q(('comment', ''), _negated=True), _connector='OR'), name='step_prolongs_for_a_reason', violation_error_message='延长全程时限要写明原因。'), models.CheckConstraint(condition=models.Q(models.Q(('action', 'retract'), ('takes_back__isnull', False)), models.Q(models.Q(('action', 'retract'), _negated=True), ('takes_back__isnull', True)), _connector='OR'), name='step_takes_one_back', violation_error_message='撤回要写明撤回的是哪个意见。'), models.CheckConstraint(condition=models.Q(models.Q(('action__in', ('suspend', 'extend')), ('until_on__isnull', False)), models.Q(models.Q(('action__in', ('suspend', 'extend')), _negated=True), ('due_was', None), ('until_on', None)), _connector='OR'), name='step_suspends_until_a_day', violation_error_message='挂起、延长要写明到哪一天。'), models.CheckConstraint(condition=models.Q(('is_decision', False), models.Q(('by', models.F('maker')), _negated=True), _connector='OR'), name='step_not_on_own_work', violation_error_message='不能审批自己提交的申请。'), models.CheckConstraint(condition=models.Q(models.Q(('action', 'reject'), models.Q(('rule', ''), _negated=True)), models.Q(models.Q(('action', 'reject'), _negated=True), ('rule', '')), _connector='OR'), name='step_refusal_rests_on_a_rule', violation_error_message='不予帮扶要写明依据的规定。'), models.CheckConstraint(condition=models.Q(models.Q(('proposed__isnull', True), ('proposed_why', '')), models.Q(('action__in', ('pass', 'approve')), ('proposed__isnull', False), models.Q(('proposed_why', ''), _negated=True)), _connector='OR'), name='step_proposal_says_why', violation_error_message='调整金额要写明原因。'), models.CheckConstraint(condition=models.Q(models.Q(('action', 'approve'), ('source', 'approval'), ('target', 'approval')), models.Q(('action', 'approve'), ('source', 'approval'), ('target', 'approved')), models.Q(('action', 'conclude'), ('source', 'public_notice'), ('target', 'approval')), models.Q(('action', 'consult'), ('source', 'approval'), ('target', 'approval')), models.Q(('action', 'consult'), ('source', 'review'), ('target', 'review')), models.Q(('action', 'extend'), ('source', 'approval'), ('target', 'approval')), models.Q(('action', 'extend'), ('source', 'review'), ('target', 'review')), models.Q(('action', 'hand_on'), ('source', 'approval'), ('target', 'approval')), models.Q(('action', 'hand_on'), ('source', 'review'), ('target', 'review')), models.Q(('action', 'lapse'), ('source', 'approved'), ('target', 'lapsed')), models.Q(('action', 'opine'), ('source', 'approval'), ('target', 'approval')), models.Q(('action', 'opine'), ('source', 'review'), ('target', 'review')), models.Q(('action', 'pass'), ('source', 'review'), ('target', 'approval')), models.Q(('action', 'pass'), ('source', 'review'), ('target', 'public_notice')), models.Q(('action', 'pass'), ('source', 'review'), ('target', 'review')), models.Q(('action', 'prolong'), ('source', 'approval'), ('target', 'approval')), models.Q(('action', 'prolong'), ('source', 'review'), ('target', 'review')), models.Q(('action', 'recall'), ('source', 'approval'), ('target', 'draft')), models.Q(('action', 'recall'), ('source', 'review'), ('target', 'draft')), models.Q(('action', 'reject'), ('source', 'approval'), ('target', 'rejected')), models.Q(('action', 'reject'), ('source', 'public_notice'), ('target', 'rejected')), models.Q(('action', 'reject'), ('source', 'review'), ('target', 'rejected')), models.Q(('action', 'reopen'), ('source', 'approved'), ('target', 'returned')), models.Q(('action', 'reopen'), ('source', 'rejected'), ('target', 'returned')), models.Q(('action', 'resume'), ('source', 'suspended'), ('target', 'approval')), models.Q(('action', 'resume'), ('source', 'suspended'), ('target', 'review')), models.Q(('action', 'retract'), ('source', 'approval'), ('target', 'approval')), models.Q(('action', 'retract'), ('source', 'approval'), ('target', 'review')), models.Q(('action', 'retract'), ('source', 'approved'), ('target', 'approval')), models.Q(('action', 'retract'), ('source', 'review'), ('target', 'review')), models.Q(('action', 'return'), ('source', 'approval'), ('target', 'returned')), models.Q(('action', 'return'), ('source', 'public_notice'), ('target', 'returned')), models.Q(('action', 'return'), ('source', 'review'), ('target', 'returned')), models.Q(('action', 'revoke'), ('source', 'approved'), ('target', 'revoked')), models.Q(('action', 'send_back'), ('source', 'approval'), ('target', 'approval')), models.Q(('action', 'send_back'), ('source', 'approval'), ('target', 'review')), models.Q(('action', 'send_back'), ('source', 'review'), ('target', 'review')), models.Q(('action', 'submit'), ('source', 'draft'), ('target', 'approval')), models.Q(('action', 'submit'), ('source', 'draft'), ('target', 'review')), models.Q(('action', 'submit'), ('source', 'returned'), ('target', 'approval')), models.Q(('action', 'submit'), ('source', 'returned'), ('target', 'review')), models.Q(('action', 'suspend'), ('source', 'approval'), ('target', 'suspended')), models.Q(('action', 'suspend'), ('source', 'review'), ('target', 'suspended')), models.Q(('action', 'take_back'), ('source', 'approval'), ('target', 'approval')), models.Q(('action', 'take_back'), ('source', 'review'), ('target', 'review')), models.Q(('action', 'take_over'), ('source', 'approval'), ('target', 'approval')), models.Q(('action', 'take_over'), ('source', 'review'), ('target', 'review')), models.Q(('action', 'withdraw'), ('source', 'approval'), ('target', 'withdrawn')), models.Q(('action', 'withdraw'), ('source', 'draft'), ('target', 'withdrawn')), models.Q(('action', 'withdraw'), ('source', 'returned'), ('target', 'withdrawn')), models.Q(('action', 'withdraw'), ('source', 'review'), ('target', 'withdrawn')), models.Q(('action', 'withdraw'), ('source', 'suspended'), ('target', 'withdrawn')), _connector='OR'), name='step_of_the_table', violation_error_message='这样的办理步骤不存在。')],
            },
        ),
        migrations.CreateModel(
            name='CopyRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('clerk', '经办人'), ('department', '部门负责人'), ('reviewer', '审核人'), ('approver', '审批人'), ('finance', '财务'), ('cashier', '出纳'), ('auditor', '审计'), ('administrator', '管理员')], max_length=16, verbose_name='抄送岗位')),
                ('programme', models.CharField(blank=True, max_length=40, verbose_name='帮扶项目')),
                ('set_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='设置时间')),
                ('set_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='设置人')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='copy_rules', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '抄送设置',
                'verbose_name_plural': '抄送设置',
                'constraints': [models.UniqueConstraint(fields=('union', 'role', 'programme'), name='copied_once', violation_error_message='已经这样抄送。'), models.CheckConstraint(condition=models.Q(('role__in', ('clerk', 'reviewer', 'approver', 'department'))), name='copy_to_who_reads_cases', violation_error_message='请选择抄送岗位。')],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(max_length=64, verbose_name='栏目')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='原因')),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='approvals.approvalstep', verbose_name='退回')),
            ],
            options={
                'verbose_name': '补正事项',
                'verbose_name_plural': '补正事项',
                'constraints': [models.UniqueConstraint(fields=('step', 'part'), name='correction_once_a_part'), models.CheckConstraint(condition=models.Q(models.Q(('part', ''), _negated=True), models.Q(('part', 'all'), ('reason__regex', '\\S'), _connector='OR')), name='correction_says_why', violation_error_message='每一栏都要写明为什么退回。')],
            },
        ),
        migrations.CreateModel(
            name='CorrectionAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=300, verbose_name='答复')),
                ('correction', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='approvals.correction', verbose_name='补正事项')),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='approvals.approvalstep', verbose_name='重新提交')),
            ],
            options={
                'verbose_name': '补正答复',
                'verbose_name_plural': '补正答复',
                'constraints': [models.UniqueConstraint(fields=('correction', 'step'), name='correction_answered_once_a_step'), models.CheckConstraint(condition=models.Q(('text__regex', '\\S')), name='correction_answer_says_something', violation_error_message='请写明答复。')],
            },
        ),
        migrations.CreateModel(
            name='Escalation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField(verbose_name='轮次')),
                ('lap', models.PositiveSmallIntegerField(db_default=0, editable=False)),
                ('stage_no', models.PositiveSmallIntegerField(verbose_name='环节序号')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='时间')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='escalations', to='applications.application', verbose_name='申请')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='上级工会')),
            ],
            options={
                'verbose_name': '超期上报',
                'verbose_name_plural': '超期上报',
                'constraints': [models.UniqueConstraint(fields=('application', 'round', 'lap', 'stage_no', 'union'), name='escalated_once_a_stage')],
            },
        ),
        migrations.CreateModel(
            name='FundChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField(verbose_name='轮次')),
                ('again', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('proposed', models.JSONField(default=list, verbose_name='按规则建议')),
                ('chosen', models.JSONField(verbose_name='审批选定')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='不按建议的原因')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='时间')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fund_choices', to='applications.application', verbose_name='申请')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('stood_in_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁办理')),
            ],
            options={
                'verbose_name': '资金选择',
                'verbose_name_plural': '资金选择',
                'constraints': [models.UniqueConstraint(fields=('application', 'round', 'again'), name='fund_choice_once_a_round'), models.CheckConstraint(condition=models.Q(('proposed', models.F('chosen')), models.Q(('reason', ''), _negated=True), _connector='OR'), name='fund_choice_says_why', violation_error_message='所选的资金和建议的不同，请写明原因。'), models.CheckConstraint(condition=models.Q(('by__isnull', False)), name='fund_choice_of_somebody', violation_error_message='要写明是谁选的。')],
            },
        ),
        migrations.CreateModel(
            name='OverdueRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('workdays', models.PositiveSmallIntegerField(verbose_name='超期几个工作日后上报')),
                ('set_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='设置时间')),
                ('set_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='设置人')),
                ('union', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='overdue_rule', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '超期上报期限',
                'verbose_name_plural': '超期上报期限',
                'constraints': [models.CheckConstraint(condition=models.Q(('workdays__gte', 1), ('workdays__lte', 10)), name='overdue_rule_in_days', violation_error_message='请填写 1 到 10 个工作日。')],
            },
        ),
        migrations.CreateModel(
            name='RouteBar',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField(verbose_name='轮次')),
                ('source', models.CharField(choices=[('central', '中央财政专项'), ('provincial', '省级财政专项'), ('upper_union', '上级工会专项补助'), ('fiscal', '同级财政拨款'), ('other_fiscal', '非同级财政拨款'), ('dues', '拨缴经费'), ('administration', '行政补助'), ('donation', '社会捐赠'), ('entrusted', '代管经费'), ('interest', '账户利息')], max_length=16, verbose_name='资金来源')),
                ('label', models.CharField(max_length=60, verbose_name='没有走的环节')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='route_bars', to='applications.application', verbose_name='申请')),
            ],
            options={
                'verbose_name': '不能用的资金',
                'verbose_name_plural': '不能用的资金',
                'constraints': [models.UniqueConstraint(fields=('application', 'round', 'source'), name='route_bar_once'), models.CheckConstraint(condition=models.Q(('source__in', ['central', 'provincial', 'upper_union', 'fiscal', 'other_fiscal', 'dues', 'administration', 'donation', 'entrusted', 'interest'])), name='route_bar_of_a_source', violation_error_message='请选择资金来源。')],
            },
        ),
        migrations.CreateModel(
            name='RouteCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField(verbose_name='轮次')),
                ('role', models.CharField(choices=[('clerk', '经办人'), ('department', '部门负责人'), ('reviewer', '审核人'), ('approver', '审批人'), ('finance', '财务'), ('cashier', '出纳'), ('auditor', '审计'), ('administrator', '管理员')], max_length=16, verbose_name='抄送岗位')),
                ('moment', models.CharField(choices=[('submission', '提交'), ('approval', '批准'), ('refusal', '不予帮扶')], max_length=10, verbose_name='什么时候')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='route_copies', to='applications.application', verbose_name='申请')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '流程抄送',
                'verbose_name_plural': '流程抄送',
                'constraints': [models.UniqueConstraint(fields=('application', 'round', 'union', 'role', 'moment'), name='route_copy_once'), models.CheckConstraint(condition=models.Q(('role__in', ('clerk', 'reviewer', 'approver', 'department'))), name='route_copy_to_who_reads_cases', violation_error_message='请选择抄送岗位。')],
            },
        ),
        migrations.CreateModel(
            name='RouteStage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField(verbose_name='轮次')),
                ('position', models.PositiveSmallIntegerField(verbose_name='环节序号')),
                ('kind', models.CharField(choices=[('review', '审核'), ('field_check', '实地核查'), ('notice', '公示'), ('meeting', '集体研究'), ('decide', '审批')], max_length=12, verbose_name='做什么')),
                ('label', models.CharField(max_length=40, verbose_name='环节')),
                ('union_name', models.CharField(max_length=100, verbose_name='当时的名称')),
                ('role', models.CharField(choices=[('clerk', '经办人'), ('department', '部门负责人'), ('reviewer', '审核人'), ('approver', '审批人'), ('finance', '财务'), ('cashier', '出纳'), ('auditor', '审计'), ('administrator', '管理员')], max_length=16, verbose_name='办理岗位')),
                ('deciders', models.PositiveSmallIntegerField(default=1, verbose_name='几人同意')),
                ('workdays', models.PositiveSmallIntegerField(verbose_name='几个工作日')),
                ('is_outside', models.BooleanField(default=False, verbose_name='系统外办理')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stages', to='applications.application', verbose_name='申请')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='办理工会')),
            ],
            options={
                'verbose_name': '审批环节',
                'verbose_name_plural': '审批环节',
                'constraints': [models.UniqueConstraint(fields=('application', 'round', 'position'), name='route_stage_once'), models.CheckConstraint(condition=models.Q(('deciders__gte', 1)), name='route_stage_has_deciders', violation_error_message='至少一人办理。')],
            },
        ),
        migrations.CreateModel(
            name='StepScan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(max_length=120, upload_to=hardship.kernel.files.FolderName('approvals'), verbose_name='文件')),
                ('name', models.CharField(max_length=120, verbose_name='文件名')),
                ('media_type', models.CharField(max_length=40)),
                ('size', models.PositiveIntegerField(verbose_name='大小（字节）')),
                ('sha256', models.CharField(max_length=64)),
                ('step', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='scan', to='approvals.approvalstep', verbose_name='审批记录')),
            ],
            options={
                'verbose_name': '批复扫描件',
                'verbose_name_plural': '批复扫描件',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('file', ''), _negated=True), ('size__gt', 0)), name='step_scan_whole', violation_error_message='文件不完整，请重新上传。')],
            },
        ),
        migrations.CreateModel(
            name='Supervision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField(verbose_name='轮次')),
                ('lap', models.PositiveSmallIntegerField(db_default=0, editable=False)),
                ('stage_no', models.PositiveSmallIntegerField(verbose_name='环节序号')),
                ('role', models.CharField(choices=[('clerk', '经办人'), ('department', '部门负责人'), ('reviewer', '审核人'), ('approver', '审批人'), ('finance', '财务'), ('cashier', '出纳'), ('auditor', '审计'), ('administrator', '管理员')], max_length=16, verbose_name='承办岗位')),
                ('reason', models.CharField(max_length=300, verbose_name='督办要求')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='督办时间')),
                ('above', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='督办工会')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='supervisions', to='applications.application', verbose_name='申请')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='督办人')),
                ('stood_in_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁办理')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='承办工会')),
            ],
            options={
                'verbose_name': '督办',
                'verbose_name_plural': '督办',
                'constraints': [models.UniqueConstraint(models.F('application'), models.F('round'), models.F('lap'), models.F('stage_no'), models.F('above'), django.db.models.functions.datetime.TruncDate('at'), name='supervised_once_a_day', violation_error_message='今天已经督办过这份申请。'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='supervision_says_what', violation_error_message='请填写督办要求。')],
            },
        ),
        migrations.CreateModel(
            name='SupervisionAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=300, verbose_name='答复')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='答复时间')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='答复人')),
                ('stood_in_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁办理')),
                ('supervision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='approvals.supervision', verbose_name='督办')),
            ],
            options={
                'verbose_name': '督办答复',
                'verbose_name_plural': '督办答复',
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='supervision_answer_says_what', violation_error_message='请填写答复。')],
            },
        ),
    ]

import django.db.models.deletion
import django.utils.timezone
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_tables'),
        ('accounts', '__first__'),
        ('ledgers', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Budget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('number', models.PositiveSmallIntegerField(verbose_name='版次')),
                ('state', models.CharField(choices=[('draft', '起草中'), ('submitted', '待复核'), ('checked', '待批准'), ('returned', '已退回'), ('in_force', '执行中'), ('adjusted', '已调整'), ('closed', '已结束'), ('dropped', '已作废')], default='draft', editable=False, max_length=9, verbose_name='状态')),
                ('strictness', models.CharField(choices=[('off', '只对照'), ('warn', '提醒'), ('block', '不能批准')], default='warn', max_length=5, verbose_name='超出计划时')),
                ('summary', models.CharField(blank=True, max_length=500, verbose_name='编制说明')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='调整原因')),
                ('note', models.CharField(blank=True, editable=False, max_length=500, verbose_name='意见')),
                ('approval_no', models.CharField(blank=True, editable=False, max_length=100, verbose_name='批准文号或会议纪要')),
                ('from_on', models.DateField(editable=False, null=True, verbose_name='执行日期')),
                ('until_on', models.DateField(editable=False, null=True, verbose_name='终止日期')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='起草时间')),
                ('submitted_at', models.DateTimeField(editable=False, null=True, verbose_name='提交时间')),
                ('checked_at', models.DateTimeField(editable=False, null=True, verbose_name='复核时间')),
                ('approved_at', models.DateTimeField(editable=False, null=True, verbose_name='批准时间')),
                ('closed_at', models.DateTimeField(editable=False, null=True, verbose_name='结束时间')),
                ('approved_at_union', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='批准工会')),
                ('approved_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='批准人')),
                ('approved_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁批准')),
                ('checked_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='复核人')),
                ('checked_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁复核')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('closed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='结束经手人')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='起草人')),
                ('made_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁起草')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('submitted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='编制人')),
                ('submitted_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁提交')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '使用计划',
                'verbose_name_plural': '使用计划',
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'dropped'), _negated=True), fields=('union', 'year', 'number'), name='budget_version_once', violation_error_message='这一年度已经有使用计划或者正在起草。'), models.UniqueConstraint(condition=models.Q(('state__in', ('in_force', 'closed'))), fields=('union', 'year'), name='budget_in_force_once'), models.CheckConstraint(condition=models.Q(('year__gte', 2000), ('year__lte', 2100)), name='budget_year', violation_error_message='年度应为四位数字。'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='budget_number_counts', violation_error_message='版次从 1 开始。'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'checked', 'returned', 'in_force', 'adjusted', 'closed', 'dropped'])), name='budget_state_known', violation_error_message='状态不对。'), models.CheckConstraint(condition=models.Q(('strictness__in', ['off', 'warn', 'block'])), name='budget_strictness_known', violation_error_message='请选择超出计划时怎么办。'), models.CheckConstraint(condition=models.Q(('number', 1), models.Q(('reason', ''), _negated=True), _connector='OR'), name='budget_adjusted_with_reason', violation_error_message='调整计划须写明原因。'), models.CheckConstraint(condition=models.Q(models.Q(('made_by', models.F('checked_by')), _negated=True), models.Q(('made_by', models.F('checked_for')), _negated=True), models.Q(('made_for', models.F('checked_by')), _negated=True), models.Q(('made_for', models.F('checked_for')), _negated=True), models.Q(('submitted_by', models.F('checked_by')), _negated=True), models.Q(('submitted_by', models.F('checked_for')), _negated=True), models.Q(('submitted_for', models.F('checked_by')), _negated=True), models.Q(('submitted_for', models.F('checked_for')), _negated=True)), name='budget_checked_by_another', violation_error_message='编制和复核必须是两个人。'), models.CheckConstraint(condition=models.Q(models.Q(('made_by', models.F('approved_by')), _negated=True), models.Q(('made_by', models.F('approved_for')), _negated=True), models.Q(('made_for', models.F('approved_by')), _negated=True), models.Q(('made_for', models.F('approved_for')), _negated=True), models.Q(('submitted_by', models.F('approved_by')), _negated=True), models.Q(('submitted_by', models.F('approved_for')), _negated=True), models.Q(('submitted_for', models.F('approved_by')), _negated=True), models.Q(('submitted_for', models.F('approved_for')), _negated=True)), name='budget_approved_by_another', violation_error_message='编制和批准必须是两个人。'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('in_force', 'adjusted', 'closed')), _negated=True), models.Q(('approved_at_union__isnull', False), ('approved_by__isnull', False), ('checked_by__isnull', False), ('from_on__isnull', False), ('submitted_by__isnull', False), models.Q(('approval_no', ''), _negated=True)), _connector='OR'), name='budget_valid_with_hands', violation_error_message='执行的计划要有编制、复核、批准的人和批准文号。'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('adjusted', 'closed')), ('until_on__gte', models.F('from_on')), ('until_on__isnull', False)), models.Q(models.Q(('state__in', ('adjusted', 'closed')), _negated=True), ('until_on__isnull', True)), _connector='OR'), name='budget_ends_with_its_state', violation_error_message='调整或结束的计划要有终止日期。')],
            },
        ),
        migrations.CreateModel(
            name='BudgetRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='序号')),
                ('kind', models.CharField(blank=True, max_length=60, verbose_name='帮扶项目')),
                ('source', models.CharField(blank=True, choices=[('central', '中央财政专项'), ('provincial', '省级财政专项'), ('upper_union', '上级工会专项补助'), ('fiscal', '同级财政拨款'), ('other_fiscal', '非同级财政拨款'), ('dues', '拨缴经费'), ('administration', '行政补助'), ('donation', '社会捐赠'), ('entrusted', '代管经费'), ('interest', '账户利息')], max_length=16, verbose_name='资金来源')),
                ('heads_1', models.PositiveIntegerField(default=0, verbose_name='一季度人次')),
                ('yuan_1', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='一季度金额（元）')),
                ('heads_2', models.PositiveIntegerField(default=0, verbose_name='二季度人次')),
                ('yuan_2', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='二季度金额（元）')),
                ('heads_3', models.PositiveIntegerField(default=0, verbose_name='三季度人次')),
                ('yuan_3', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='三季度金额（元）')),
                ('heads_4', models.PositiveIntegerField(default=0, verbose_name='四季度人次')),
                ('yuan_4', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='四季度金额（元）')),
                ('basis', models.CharField(blank=True, max_length=200, verbose_name='测算依据')),
                ('budget', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='budgets.budget', verbose_name='使用计划')),
                ('use', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledgers.use', verbose_name='用途')),
            ],
            options={
                'verbose_name': '使用计划明细',
                'verbose_name_plural': '使用计划明细',
                'constraints': [models.UniqueConstraint(fields=('budget', 'use', 'kind', 'source'), name='budget_row_once', violation_error_message='同一用途、项目和来源只能有一行。'), models.CheckConstraint(condition=models.Q(('use', 'pool'), _negated=True), name='budget_row_not_pool', violation_error_message='请选择具体的用途。'), models.CheckConstraint(condition=models.Q(('source__in', ['', 'central', 'provincial', 'upper_union', 'fiscal', 'other_fiscal', 'dues', 'administration', 'donation', 'entrusted', 'interest'])), name='budget_row_source_known', violation_error_message='资金来源不存在。'), models.CheckConstraint(condition=models.Q(('yuan_1__gte', 0), ('yuan_2__gte', 0), ('yuan_3__gte', 0), ('yuan_4__gte', 0)), name='budget_row_not_negative', violation_error_message='金额不能是负数。'), models.CheckConstraint(condition=models.Q(('yuan_1__gt', 0), ('yuan_2__gt', 0), ('yuan_3__gt', 0), ('yuan_4__gt', 0), _connector='OR'), name='budget_row_plans_money', violation_error_message='请填写至少一个季度的金额。')],
            },
        ),
        migrations.CreateModel(
            name='Distribution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('document_no', models.CharField(max_length=60, verbose_name='下拨文号')),
                ('document_on', models.DateField(verbose_name='文件日期')),
                ('basis', models.CharField(choices=[('households', '按在册户数'), ('equal', '平均分配'), ('actuals', '按上年实际批准额'), ('hand', '逐个填写')], max_length=10, verbose_name='分配办法')),
                ('standard', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='每户标准（元）')),
                ('state', models.CharField(choices=[('draft', '起草中'), ('submitted', '待批准'), ('returned', '已退回'), ('approved', '待下拨'), ('sent', '已下拨'), ('dropped', '已作废')], default='draft', editable=False, max_length=9, verbose_name='状态')),
                ('note', models.CharField(blank=True, editable=False, max_length=500, verbose_name='意见')),
                ('approval_no', models.CharField(blank=True, editable=False, max_length=100, verbose_name='批准文号或会议纪要')),
                ('sent_on', models.DateField(editable=False, null=True, verbose_name='下拨日期')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='起草时间')),
                ('submitted_at', models.DateTimeField(editable=False, null=True, verbose_name='提交时间')),
                ('approved_at', models.DateTimeField(editable=False, null=True, verbose_name='批准时间')),
                ('sent_at', models.DateTimeField(editable=False, null=True, verbose_name='下拨时间')),
                ('approved_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='批准人')),
                ('approved_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁批准')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='distributions', to='ledgers.budgetline', verbose_name='拨出指标')),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='起草人')),
                ('made_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁起草')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('sent_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='下拨经手人')),
                ('submitted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='编制人')),
                ('submitted_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁提交')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '资金分配表',
                'verbose_name_plural': '资金分配表',
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'dropped'), _negated=True), fields=('union', 'document_no', 'line'), name='distribution_once', violation_error_message='这个文号已经有这条指标的分配表。'), models.CheckConstraint(condition=models.Q(('document_no', ''), _negated=True), name='distribution_named', violation_error_message='请填写下拨文号。'), models.CheckConstraint(condition=models.Q(('basis__in', ['households', 'equal', 'actuals', 'hand'])), name='distribution_basis_known', violation_error_message='请选择分配办法。'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'returned', 'approved', 'sent', 'dropped'])), name='distribution_state_known', violation_error_message='状态不对。'), models.CheckConstraint(condition=models.Q(('standard__isnull', True), ('standard__gt', 0), _connector='OR'), name='distribution_standard_positive', violation_error_message='每户标准必须大于零。'), models.CheckConstraint(condition=models.Q(models.Q(('made_by', models.F('approved_by')), _negated=True), models.Q(('made_by', models.F('approved_for')), _negated=True), models.Q(('made_for', models.F('approved_by')), _negated=True), models.Q(('made_for', models.F('approved_for')), _negated=True), models.Q(('submitted_by', models.F('approved_by')), _negated=True), models.Q(('submitted_by', models.F('approved_for')), _negated=True), models.Q(('submitted_for', models.F('approved_by')), _negated=True), models.Q(('submitted_for', models.F('approved_for')), _negated=True)), name='distribution_approved_by_another', violation_error_message='编制和批准必须是两个人。'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('approved', 'sent')), _negated=True), models.Q(('approved_by__isnull', False), models.Q(('approval_no', ''), _negated=True)), _connector='OR'), name='distribution_approved_with_document', violation_error_message='批准要有人和文号。'), models.CheckConstraint(condition=models.Q(models.Q(('sent_by__isnull', False), ('sent_on__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_on__isnull', True)), _connector='OR'), name='distribution_sent_on_a_day', violation_error_message='下拨要有日期和经手人。')],
            },
        ),
        migrations.CreateModel(
            name='Share',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weight', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=14, verbose_name='依据数')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='金额（元）')),
                ('allocation', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='share', to='ledgers.allocation', verbose_name='下拨')),
                ('distribution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='budgets.distribution', verbose_name='资金分配表')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='收款工会')),
            ],
            options={
                'verbose_name': '资金分配明细',
                'verbose_name_plural': '资金分配明细',
                'constraints': [models.UniqueConstraint(fields=('distribution', 'union'), name='share_of_union_once', violation_error_message='一个工会只能有一行。'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='share_positive', violation_error_message='金额必须大于零。'), models.CheckConstraint(condition=models.Q(('weight__gte', 0)), name='share_weight_not_negative', violation_error_message='依据数不能是负数。')],
            },
        ),
    ]

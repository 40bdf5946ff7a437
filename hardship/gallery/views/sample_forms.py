"""The forms of the gallery, empty and refused."""

from django import forms
from django.http import QueryDict


class SampleForm(forms.Form):
    name = forms.CharField(label="姓名", max_length=30)
    id_number = forms.CharField(
        label="身份证号", help_text="18 位，末位可以是 X；输入后自动填写出生日期和性别"
    )
    birth_on = forms.CharField(label="出生日期", help_text="例如 1978-03-05 或 19780305")
    category = forms.ChoiceField(
        label="困难类别",
        choices=[("", "请选择"), ("deep", "深度困难"), ("relative", "相对困难"), ("accident", "意外致困")],
    )
    monthly = forms.CharField(label="本人月平均收入（元）", help_text="可写 2,100 或 0.21万")
    union = forms.CharField(label="申报工会", disabled=True, initial="学田街道总工会")
    worker_type = forms.ChoiceField(
        label="用工类别",
        choices=[("urban", "城镇职工"), ("migrant", "农民工")],
        widget=forms.RadioSelect,
        initial="urban",
    )
    causes = forms.MultipleChoiceField(
        label="次要致困原因",
        required=False,
        choices=[("illness", "患重特大疾病"), ("school", "子女上学"), ("job", "下岗失业"), ("other", "其他")],
        widget=forms.CheckboxSelectMultiple,
        help_text="最多选三项",
    )
    note = forms.CharField(label="家庭情况说明", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    evidence = forms.FileField(label="诊断证明", required=False, widget=forms.FileInput())
    consent = forms.BooleanField(label="本人已签署授权书，同意工会核对家庭经济状况")


def refused_form() -> SampleForm:
    data = QueryDict("name=王秀兰&id_number=320602197803050246&monthly=两千&worker_type=urban&causes=school")
    form = SampleForm(data)
    form.is_valid()
    for name, message in (
        ("id_number", "身份证号码最后一位不对，请对照证件逐位核对。"),
        ("birth_on", "请填写出生日期，例如 1978-03-05。"),
        ("category", "请选择困难类别。"),
        ("monthly", "金额请写数字，例如 2100 或 0.21万。"),
        ("consent", "请先取得本人签署的授权书。"),
    ):
        form.errors[name] = form.error_class([message], renderer=form.renderer)
    return form


class FilterSample(forms.Form):
    q = forms.CharField(
        label="姓名、拼音首字母或证件号", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    category = forms.ChoiceField(
        label="困难类别", required=False, choices=[("", "全部"), ("deep", "深度困难")]
    )
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), ("filed", "在档")])

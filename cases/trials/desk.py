"""What trials of a policy over the files bring to the desk: the names of their actions."""

from django.utils.translation import gettext_lazy as _

from hardship.kernel.desk import Naming, Target, label_actions, label_papers, label_targets

label_actions(
    {
        "policy.what_if": _("制度：试行测算"),
    }
)
label_papers("policies:list", _("每次试行"), {"what_if": _("导出试行测算")})
label_targets({"trials.whatif": Target(_("试行测算"), naming=Naming(fields=("policy__name", "on")))})

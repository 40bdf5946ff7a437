from django.urls import path

from funds.budgets.views import comparing, distributions, editing, plans, virements

app_name = "budgets"
urlpatterns = [
    path("", plans.budgets, name="list"),
    path("plans.xlsx", plans.export, name="export"),
    path("new/", editing.new, name="new"),
    path("compare/", comparing.comparison, name="compare"),
    path("compare/compare.xlsx", comparing.export, name="compare_export"),
    path("distributions/", distributions.distributions, name="distributions"),
    path("distributions/distributions.xlsx", distributions.export, name="distributions_export"),
    path("distributions/new/", distributions.new, name="distribution_new"),
    path("distributions/<int:pk>/", distributions.distribution, name="distribution"),
    path("distributions/<int:pk>/fill/", distributions.fill, name="distribution_fill"),
    path("distributions/<int:pk>/step/", distributions.step, name="distribution_step"),
    path("distributions/<int:pk>/paper/", distributions.sheet_paper, name="distribution_paper"),
    path("distributions/<int:pk>/shares.xlsx", distributions.sheet, name="distribution_sheet"),
    path("virements/", virements.virements, name="virements"),
    path("virements/virements.xlsx", virements.export, name="virements_export"),
    path("virements/new/", virements.new, name="virement_new"),
    path("virements/<int:pk>/", virements.virement, name="virement"),
    path("virements/<int:pk>/step/", virements.step, name="virement_step"),
    path("virements/<int:pk>/paper/", virements.virement_paper, name="virement_paper"),
    path("<int:pk>/", plans.budget, name="budget"),
    path("<int:pk>/edit/", editing.edit, name="edit"),
    path("<int:pk>/adjust/", editing.adjust, name="adjust"),
    path("<int:pk>/step/", plans.step, name="step"),
    path("<int:pk>/paper/", plans.plan_paper, name="paper"),
    path("<int:pk>/rows.xlsx", plans.sheet, name="sheet"),
]

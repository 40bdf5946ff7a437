from django.urls import path

from funds.budgets.views import comparing, editing, plans

app_name = "budgets"
urlpatterns = [
    path("", plans.budgets, name="list"),
    path("plans.xlsx", plans.export, name="export"),
    path("new/", editing.new, name="new"),
    path("compare/", comparing.comparison, name="compare"),
    path("compare/compare.xlsx", comparing.export, name="compare_export"),
    path("<int:pk>/", plans.budget, name="budget"),
    path("<int:pk>/edit/", editing.edit, name="edit"),
    path("<int:pk>/adjust/", editing.adjust, name="adjust"),
    path("<int:pk>/step/", plans.step, name="step"),
    path("<int:pk>/paper/", plans.plan_paper, name="paper"),
    path("<int:pk>/rows.xlsx", plans.sheet, name="sheet"),
]

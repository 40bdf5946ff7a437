from django.urls import path

from cases.plans.views import exits, plans, years

app_name = "plans"
urlpatterns = [
    path("plans/", plans.plan_list, name="plans"),
    path("plans/export/", plans.export, name="export"),
    path("plans/new/<int:pk>/", plans.plan_new, name="plan_new"),
    path("plans/<uuid:uid>/", plans.plan, name="plan"),
    path("plans/<uuid:uid>/edit/", plans.plan_edit, name="plan_edit"),
    path("plans/<uuid:uid>/pdf/", plans.plan_pdf, name="plan_pdf"),
    path("plans/<uuid:uid>/step/", plans.plan_step, name="plan_step"),
    path("plans/<uuid:uid>/measures/", plans.measure_add, name="measure_add"),
    path("measures/<uuid:uid>/edit/", plans.measure_edit, name="measure_edit"),
    path("measures/<uuid:uid>/progress/", plans.progress, name="progress"),
    path("measures/<uuid:uid>/step/", plans.measure_step, name="measure_step"),
    path("year/", years.year, name="year"),
    path("year/year.xlsx", years.year_export, name="year_export"),
    path("year/<int:pk>/task/", years.task, name="task"),
    path("exits/", exits.exit_list, name="exits"),
    path("exits/exits.xlsx", exits.export, name="exits_export"),
    path("exits/plan/", exits.plan_many, name="exits_plan"),
    path("exits/<int:pk>/", exits.exit_plan, name="exit_plan"),
]

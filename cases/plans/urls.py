from django.urls import path

from cases.plans import views

app_name = "services"
urlpatterns = [
    path("plans/", views.plan_list, name="plans"),
    path("plans/export/", views.export, name="export"),
    path("plans/new/<int:pk>/", views.plan_new, name="plan_new"),
    path("plans/<uuid:uid>/", views.plan, name="plan"),
    path("plans/<uuid:uid>/edit/", views.plan_edit, name="plan_edit"),
    path("plans/<uuid:uid>/pdf/", views.plan_pdf, name="plan_pdf"),
    path("plans/<uuid:uid>/step/", views.plan_step, name="plan_step"),
    path("plans/<uuid:uid>/measures/", views.measure_add, name="measure_add"),
    path("measures/<uuid:uid>/edit/", views.measure_edit, name="measure_edit"),
    path("measures/<uuid:uid>/progress/", views.progress, name="progress"),
    path("measures/<uuid:uid>/step/", views.measure_step, name="measure_step"),
]

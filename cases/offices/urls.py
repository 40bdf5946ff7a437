from django.urls import path

from cases.offices import views

app_name = "offices"
urlpatterns = [
    path("", views.office_list, name="offices"),
    path("offices.xlsx", views.export, name="export"),
    path("new/", views.office_new, name="office_new"),
    path("responsible/", views.responsible, name="responsible"),
    path("responsible/responsible.xlsx", views.responsible_export, name="responsible_export"),
    path("responsible/appoint/", views.appoint, name="appoint"),
    path("responsible/<int:pk>/", views.responsible_edit, name="responsible_edit"),
    path("<uuid:uid>/", views.office, name="office"),
    path("<uuid:uid>/edit/", views.office_edit, name="office_edit"),
    path("<uuid:uid>/close/", views.office_close, name="office_close"),
    path("<uuid:uid>/staff/", views.staff_add, name="staff_add"),
    path("<uuid:uid>/staff/<int:pk>/end/", views.staff_end, name="staff_end"),
    path("<uuid:uid>/checks/", views.check_add, name="check_add"),
]

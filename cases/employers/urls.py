from django.urls import path

from cases.employers.views import employers, lists, names, years

app_name = "employers"
urlpatterns = [
    path("", lists.employer_list, name="employers"),
    path("employers.xlsx", lists.export, name="export"),
    path("filters/save/", lists.filter_save, name="filter_save"),
    path("new/", employers.employer_new, name="employer_new"),
    path("names/", names.names, name="names"),
    path("names/register/", names.register, name="name_register"),
    path("years/", years.year_list, name="years"),
    path("years/years.xlsx", years.export, name="years_export"),
    path("years/enter/", years.year_edit, name="year_edit"),
    path("<uuid:uid>/", employers.employer, name="employer"),
    path("<uuid:uid>/edit/", employers.employer_edit, name="employer_edit"),
    path("<uuid:uid>/events/", employers.event_add, name="event_add"),
    path("<uuid:uid>/events/<int:pk>/take-back/", employers.event_take_back, name="event_take_back"),
    path("<uuid:uid>/headcount/", employers.headcount, name="headcount"),
    path("<uuid:uid>/workers.xlsx", employers.workers_export, name="workers_export"),
    path("<uuid:uid>/spelling/", names.assign, name="name_assign"),
    path("<uuid:uid>/merge/", names.merge, name="merge"),
]

from django.urls import path

from cases.people.views import lists, people

app_name = "people"
urlpatterns = [
    path("", lists.person_list, name="people"),
    path("people.xlsx", lists.export, name="export"),
    path("search/", lists.search, name="search"),
    path("new/", people.person_new, name="person_new"),
    path("id-check/", people.id_check, name="id_check"),
    path("<uuid:uid>/", people.person, name="person"),
    path("<uuid:uid>/edit/", people.person_edit, name="person_edit"),
    path("<uuid:uid>/leave/", people.leave, name="leave"),
    path("<uuid:uid>/come-back/", people.come_back, name="come_back"),
    path("<uuid:uid>/open-file/", people.open_file, name="open_file"),
    path("<uuid:uid>/<slug:field>/", people.reveal, name="reveal"),
]

from django.urls import path

from hardship.desk.views import access, case, health, home, log, people, post, printing, search, todo

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("search/", search.search, name="search"),
    path("todo/", todo.todo, name="todo"),
    path("printing/", printing.printing, name="printing"),
    path("post/", post.post, name="post"),
    path("audit/", log.log, name="log"),
    path("audit/find/", log.find, name="log_find"),
    path("audit/people/", people.people, name="people_check"),
    path("audit/export/", log.export, name="log_export"),
    # stands before the archives' own addresses: cases.archives names the page, the desk draws it
    path("archives/<int:pk>/", case.case, name="case"),
    path("archives/<int:pk>/access/", access.access, name="access"),
]

from django.urls import path

from funds.publications.views import pages, public

app_name = "publications"
urlpatterns = [
    path("", pages.publications, name="list"),
    path("publications.xlsx", pages.export, name="export"),
    path("new/", pages.new, name="new"),
    path("<int:pk>/", pages.publication, name="publication"),
    path("<int:pk>/step/", pages.step, name="step"),
    path("<int:pk>/poster.pdf", pages.poster, name="poster"),
    path("<int:pk>/tables.xlsx", pages.sheet, name="sheet"),
    # without login
    path("open/<slug:token>/<slug:code>/", public.public, name="public"),
]

from django.urls import path

from cases.duplicates.views import merges, suspicions

app_name = "duplicates"
urlpatterns = [
    path("", suspicions.suspicion_list, name="suspicion_list"),
    path("search/", suspicions.search, name="suspicion_search"),
    path("<uuid:uid>/", suspicions.suspicion, name="suspicion"),
    path("<uuid:uid>/step/", suspicions.step, name="suspicion_step"),
    path("<uuid:uid>/merge/", merges.merge, name="merge"),
    path("number-check/", suspicions.number_check, name="number_check"),
]

from django.urls import path

from hardship.trees import views

app_name = "trees"
urlpatterns = [
    path("changes/", views.changes, name="changes"),
    path("changes/export/", views.export, name="export"),
    path("changes/<uuid:uid>/", views.change, name="change"),
    path("changes/<uuid:uid>/step/", views.step, name="step"),
    path("<int:pk>/history/", views.history, name="history"),
    path("<int:pk>/change/<str:name>/", views.new, name="new"),
]

from django.urls import path

from cases.callbacks import views

app_name = "callbacks"
urlpatterns = [
    path("", views.callbacks, name="list"),
    path("callbacks.xlsx", views.export, name="export"),
    path("today.pdf", views.sheet, name="sheet"),
    path("rules/", views.rules, name="rules"),
    path("rules/set/", views.set_rule, name="set_rule"),
    path("differences/", views.differences, name="differences"),
    path("differences/differences.xlsx", views.export_differences, name="export_differences"),
    path("differences/<int:pk>/", views.difference, name="difference"),
    path("<int:pk>/", views.callback, name="callback"),
    path("<int:pk>/form.pdf", views.form, name="form"),
    path("<int:pk>/try/", views.record_try, name="try"),
    path("<int:pk>/answer/", views.record_answer, name="answer"),
    path("<int:pk>/end/", views.end_call, name="end"),
]

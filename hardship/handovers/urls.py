from django.urls import path

from hardship.handovers import views

app_name = "handovers"
urlpatterns = [
    path("", views.handovers, name="handovers"),
    path("left/", views.left, name="left"),
    path("of/<int:pk>/", views.person, name="person"),
    path("<uuid:uid>/", views.handover, name="handover"),
    path("<uuid:uid>/receive/", views.receive, name="receive"),
    path("<uuid:uid>/decline/", views.decline, name="decline"),
    path("<uuid:uid>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:uid>/sheet/", views.sheet, name="sheet"),
]

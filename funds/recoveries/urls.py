from django.urls import path

from funds.recoveries import views

app_name = "recoveries"
urlpatterns = [
    path("", views.recoveries, name="list"),
    path("recoveries.xlsx", views.export, name="export"),
    path("of/<int:pk>/", views.new, name="new"),
    path("<int:pk>/", views.recovery, name="recovery"),
    path("<int:pk>/letter/", views.letter, name="letter"),
    path("<int:pk>/agree/", views.agree, name="agree"),
    path("<int:pk>/repay/", views.repay, name="repay"),
    path("<int:pk>/waiver/", views.ask_waiver, name="ask_waiver"),
    path("<int:pk>/waive/", views.waive, name="waive"),
    path("<int:pk>/decline/", views.decline, name="decline"),
    path("<int:pk>/void/", views.void, name="void"),
]

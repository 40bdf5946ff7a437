from django.urls import path

from funds.loans import views

app_name = "loans"
urlpatterns = [
    path("", views.loans, name="list"),
    path("loans.xlsx", views.export, name="export"),
    path("<int:pk>/", views.loan, name="loan"),
    path("<int:pk>/repay/", views.repay, name="repay"),
    path("<int:pk>/ask/", views.ask, name="ask"),
    path("<int:pk>/write-off/", views.write_off, name="write_off"),
    path("<int:pk>/decline/", views.decline, name="decline"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
]

from django.urls import path

from funds.loans import views

app_name = "loans"
urlpatterns = [
    path("", views.loans, name="list"),
    path("loans.xlsx", views.export, name="export"),
    path("<int:pk>/", views.loan, name="loan"),
]

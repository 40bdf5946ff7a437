from django.urls import path

from funds.donations.states import Form
from funds.donations.views import donations, donors

app_name = "donations"
urlpatterns = [
    path("", donations.donation_list, name="list"),
    path("donations.xlsx", donations.export, name="export"),
    path("money/new/", donations.new, {"form": Form.MONEY}, name="new_money"),
    path("goods/new/", donations.new, {"form": Form.GOODS}, name="new_goods"),
    path("<int:pk>/", donations.donation, name="donation"),
    path("<int:pk>/step/", donations.step, name="step"),
    path("<int:pk>/receipt/", donations.receipt, name="receipt"),
    path("donors/", donors.donors, name="donors"),
    path("donors/donors.xlsx", donors.donors_export, name="donors_export"),
    path("donors/number/", donors.number_check, name="number_check"),
    path("donors/<int:pk>/", donors.donor, name="donor"),
    path("donors/<int:pk>/edit/", donors.donor_edit, name="donor_edit"),
]

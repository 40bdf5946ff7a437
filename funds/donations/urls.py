from django.urls import path

from funds.donations.states import Form
from funds.donations.views import donations, donors, drives, publishing, using

app_name = "donations"
urlpatterns = [
    path("", donations.donation_list, name="list"),
    path("donations.xlsx", donations.export, name="export"),
    path("money/new/", donations.new, {"form": Form.MONEY}, name="new_money"),
    path("goods/new/", donations.new, {"form": Form.GOODS}, name="new_goods"),
    path("<int:pk>/", donations.donation, name="donation"),
    path("<int:pk>/step/", donations.step, name="step"),
    path("<int:pk>/receipt/", donations.receipt, name="receipt"),
    path("<int:pk>/letter/", using.letter, name="letter"),
    path("uses/", using.uses, name="uses"),
    path("uses/uses.xlsx", using.uses_export, name="uses_export"),
    path("uses/<int:pk>/", using.use, name="use"),
    path("uses/<int:pk>/paper/", using.use_paper, name="use_paper"),
    path("published/", publishing.published, name="published"),
    path("published/published.xlsx", publishing.published_export, name="published_export"),
    path("drives/", drives.drives, name="drives"),
    path("drives/drives.xlsx", drives.drives_export, name="drives_export"),
    path("drives/new/", drives.drive_new, name="drive_new"),
    path("drives/<int:pk>/", drives.drive, name="drive"),
    path("drives/<int:pk>/step/", drives.drive_step, name="drive_step"),
    path("donors/", donors.donors, name="donors"),
    path("donors/donors.xlsx", donors.donors_export, name="donors_export"),
    path("donors/number/", donors.number_check, name="number_check"),
    path("donors/<int:pk>/", donors.donor, name="donor"),
    path("donors/<int:pk>/edit/", donors.donor_edit, name="donor_edit"),
    path("donors/<int:pk>/feedback/", using.feedback, name="feedback"),
]

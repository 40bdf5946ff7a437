from django.urls import path

from cases.giving.views import follow_ups, fulfilments, goods, instalments, rosters

app_name = "giving"
urlpatterns = [
    path("", instalments.instalments, name="list"),
    path("export/", instalments.export, name="export"),
    path("confirm/", instalments.confirm, name="confirm"),
    path("follow-ups/", follow_ups.follow_ups, name="follow_ups"),
    path("follow-ups/export/", follow_ups.export, name="export_follow_ups"),
    path("follow-ups/<int:pk>/", follow_ups.follow_up, name="follow_up"),
    path("follow-ups/<int:pk>/step/", follow_ups.step, name="follow_up_step"),
    path("services/", fulfilments.fulfilments, name="fulfilments"),
    path("services/export/", fulfilments.export, name="export_fulfilments"),
    path("services/<int:pk>/", fulfilments.fulfilment, name="fulfilment"),
    path("services/<int:pk>/step/", fulfilments.step, name="fulfilment_step"),
    path("services/<int:pk>/goods/", goods.hand_out, name="hand_out"),
    path("services/<int:pk>/return/", goods.give_back, name="return_goods"),
    path("rosters/", rosters.rosters, name="rosters"),
    path("rosters/export/", rosters.export, name="export_rosters"),
    path("rosters/new/", rosters.roster_new, name="roster_new"),
    path("rosters/<int:pk>/", rosters.roster, name="roster"),
    path("rosters/<int:pk>/roster.pdf", rosters.roster_pdf, name="roster_pdf"),
    path("rosters/<int:pk>/enter/", rosters.enter, name="roster_enter"),
    path("rosters/<int:pk>/cancel/", rosters.cancel, name="roster_cancel"),
    path("rosters/<int:pk>/photos/", rosters.photos, name="roster_photos"),
    path("rosters/photos/<int:pk>/", rosters.photo, name="roster_photo"),
    path("<int:pk>/", instalments.instalment, name="instalment"),
    path("<int:pk>/step/", instalments.step, name="step"),
]

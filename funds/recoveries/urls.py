from django.urls import path

from funds.recoveries.views import recoveries, setting_off

app_name = "recoveries"
urlpatterns = [
    path("", recoveries.recoveries, name="list"),
    path("recoveries.xlsx", recoveries.export, name="export"),
    path("of/<int:pk>/", recoveries.new, name="new"),
    path("<int:pk>/", recoveries.recovery, name="recovery"),
    path("<int:pk>/letter/", recoveries.letter, name="letter"),
    path("<int:pk>/agree/", recoveries.agree, name="agree"),
    path("<int:pk>/repay/", recoveries.repay, name="repay"),
    path("<int:pk>/waiver/", recoveries.ask_waiver, name="ask_waiver"),
    path("<int:pk>/waive/", recoveries.waive, name="waive"),
    path("<int:pk>/decline/", recoveries.decline, name="decline"),
    path("<int:pk>/void/", recoveries.void, name="void"),
    path("<int:pk>/set-off/", setting_off.new, name="set_off_new"),
    path("set-offs/<int:pk>/", setting_off.set_off, name="set_off"),
    path("set-offs/<int:pk>/step/", setting_off.step, name="set_off_step"),
    path("set-offs/<int:pk>/proof/", setting_off.proof, name="set_off_proof"),
]

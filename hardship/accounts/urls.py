from django.urls import path

from hardship.accounts.views import appointments, door, people, places, stand_ins

app_name = "accounts"
urlpatterns = [
    path("login/", door.Login.as_view(), name="login"),
    path("logout/", door.log_out, name="logout"),
    path("alive/", door.alive, name="alive"),
    path("stay/", door.stay, name="stay"),
    path("password/", door.password, name="password"),
    path("large-type/", door.large_type, name="large_type"),
    path("place/", places.place, name="place"),
    path("unions/", people.unions, name="unions"),
    path("unions/new/", people.union_new, name="union_new"),
    path("unions/new/charges/", people.union_charges, name="union_charges"),
    path("unions/<int:pk>/", people.union_edit, name="union_edit"),
    path("unions/<int:pk>/close/", people.union_close, name="union_close"),
    path("users/", people.users, name="users"),
    path("users/new/", people.user_new, name="user_new"),
    path("users/slips/", people.user_slips, name="user_slips"),
    path("users/<int:pk>/", people.user_edit, name="user_edit"),
    path("users/<int:pk>/appoint/", appointments.appoint, name="appoint"),
    path("users/<int:pk>/confirm/", appointments.user_confirm, name="user_confirm"),
    path("users/appointments/", appointments.appointments, name="appointments"),
    path("users/appointments/export/", appointments.export, name="appointments_export"),
    path("users/appointments/<int:pk>/", appointments.appointment, name="appointment"),
    path("users/appointments/<int:pk>/revoke/", appointments.appointment_revoke, name="appointment_revoke"),
    path("users/stand-ins/", stand_ins.stand_ins, name="stand_ins"),
    path("users/stand-ins/export/", stand_ins.export, name="stand_ins_export"),
    path("stand-ins/for/<int:pk>/", stand_ins.stand_in_new, name="stand_in_new"),
    path("stand-ins/<int:pk>/", stand_ins.stand_in, name="stand_in"),
    path("stand-ins/<int:pk>/end/", stand_ins.stand_in_end, name="stand_in_end"),
    path("stand-ins/<int:pk>/act/", stand_ins.stand_in_act, name="stand_in_act"),
    path("users/<int:pk>/active/", people.user_active, name="user_active"),
    path("users/<int:pk>/reset/", people.user_reset, name="user_reset"),
]

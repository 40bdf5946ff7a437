from django.urls import path

from cases.bodies.views import bodies, meetings

app_name = "bodies"
urlpatterns = [
    path("", bodies.body_list, name="bodies"),
    path("bodies.xlsx", bodies.export, name="export"),
    path("new/", bodies.body_new, name="body_new"),
    path("meetings/", meetings.meeting_list, name="meetings"),
    path("meetings/meetings.xlsx", meetings.export, name="meetings_export"),
    path("meetings/<uuid:uid>/", meetings.meeting, name="meeting"),
    path("meetings/<uuid:uid>/attendance/", meetings.attendance, name="attendance"),
    path("meetings/<uuid:uid>/items/", meetings.item_add, name="item_add"),
    path("meetings/<uuid:uid>/items/<int:pk>/remove/", meetings.item_remove, name="item_remove"),
    path("meetings/<uuid:uid>/items/<int:pk>/recuse/", meetings.recuse, name="recuse"),
    path("meetings/<uuid:uid>/items/<int:pk>/decide/", meetings.decide, name="decide"),
    path("meetings/<uuid:uid>/step/", meetings.step, name="step"),
    path("meetings/<uuid:uid>/minutes.pdf", meetings.minutes, name="minutes"),
    path("meetings/<uuid:uid>/scans/", meetings.scan_add, name="scan_add"),
    path("meetings/<uuid:uid>/scans/<uuid:scan_uid>/", meetings.scan, name="scan"),
    path("<uuid:uid>/", bodies.body, name="body"),
    path("<uuid:uid>/edit/", bodies.body_edit, name="body_edit"),
    path("<uuid:uid>/close/", bodies.body_close, name="body_close"),
    path("<uuid:uid>/members/", bodies.member_add, name="member_add"),
    path("<uuid:uid>/members/<int:pk>/end/", bodies.member_end, name="member_end"),
    path("<uuid:uid>/meetings/", bodies.meeting_call, name="meeting_call"),
]

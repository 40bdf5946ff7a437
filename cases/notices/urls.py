from django.urls import path

from cases.notices.views import notices, objections, paper

app_name = "notices"
urlpatterns = [
    path("", notices.notices, name="notices"),
    path("notices.xlsx", notices.export, name="notices_export"),
    path("<int:pk>/", notices.notice, name="notice"),
    path("<int:pk>/notice.pdf", paper.notice_pdf, name="notice_pdf"),
    path("<int:pk>/conclude/", notices.conclude, name="conclude"),
    path("<int:pk>/objections/", objections.objection, name="objection"),
    path("objections/<int:pk>/answer/", objections.answer, name="answer"),
]

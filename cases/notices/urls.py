from django.urls import path

from cases.notices.views import boards, notices, objections, paper, public, titles

app_name = "notices"
urlpatterns = [
    path("", notices.notices, name="notices"),
    path("notices.xlsx", notices.export, name="notices_export"),
    path("<int:pk>/", notices.notice, name="notice"),
    path("<int:pk>/notice.pdf", paper.notice_pdf, name="notice_pdf"),
    path("<int:pk>/conclude/", notices.conclude, name="conclude"),
    path("<int:pk>/boards/new/", boards.board_new, name="board_new"),
    path("<int:pk>/title/", titles.title, name="title"),
    path("<int:pk>/extend/", boards.extend, name="extend"),
    path("<int:pk>/cancel/", boards.cancel, name="cancel"),
    path("<int:pk>/proof/", boards.proof, name="proof"),
    path("lines/<int:pk>/down/", boards.line_down, name="line_down"),
    path("boards/<int:pk>/photo/", boards.board_photo, name="board_photo"),
    path("boards/<int:pk>/down/", boards.board_down, name="board_down"),
    path("photos/<int:pk>/", boards.photo, name="photo"),
    path("<int:pk>/objections/", objections.objection_new, name="objection_new"),
    # without login
    path("poster/<slug:token>/<slug:version>/", public.public, name="public"),
    path("poster/<slug:token>/<slug:version>/done/", public.objected, name="objected"),
    path("objections/<int:pk>/", objections.objection, name="objection"),
    path("objections/<int:pk>/answer/", objections.answer, name="answer"),
    path("objections/<int:pk>/step/", objections.objection_step, name="objection_step"),
    path("objections/<int:pk>/reveal/", objections.reveal, name="reveal"),
    path("objections/<int:pk>/answer.pdf", objections.letter, name="letter"),
]

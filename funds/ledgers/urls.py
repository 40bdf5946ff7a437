from django.urls import path

from funds.ledgers import views

app_name = "ledgers"
urlpatterns = [
    path("", views.lines, name="lines"),
    path("export/", views.export, name="export"),
    path("lines/<int:pk>/", views.line, name="line"),
    path("lines/<int:pk>/assign/", views.assign, name="assign"),
    path("lines/<int:pk>/allocate/", views.allocate, name="allocate"),
    path("lines/<int:pk>/give-back/", views.give_back, name="give_back"),
    path("lines/<int:pk>/freeze/", views.freeze, name="freeze"),
    path("lines/<int:pk>/thaw/", views.thaw, name="thaw"),
    path("handings/", views.handings, name="handings"),
    path("handings/handings.xlsx", views.handings_export, name="handings_export"),
    path("handings/<int:pk>/", views.handing, name="handing"),
    path("handings/<int:pk>/confirm/", views.confirm, name="handing_confirm"),
    path("handings/<int:pk>/notice.pdf", views.handing_pdf, name="handing_pdf"),
    path("funds/", views.funds, name="funds"),
    path("funds/funds.xlsx", views.funds_export, name="funds_export"),
    path("funds/new/", views.fund_new, name="fund_new"),
    path("funds/<int:pk>/", views.fund, name="fund"),
    path("funds/<int:pk>/document/", views.fund_scan, name="fund_scan"),
    path("funds/<int:pk>/document/new/", views.fund_attach, name="fund_attach"),
    path("funds/<int:pk>/receive/", views.receive, name="receive"),
    path("funds/<int:pk>/lines/new/", views.line_new, name="line_new"),
    path("journals/", views.journals, name="journals"),
    path("journals/find/", views.find, name="journals_find"),
    path("journals/journals.xlsx", views.journals_export, name="journals_export"),
    path("journals/<uuid:pk>/", views.journal, name="journal"),
    path("journals/<uuid:pk>/reverse/", views.reverse, name="reverse"),
    path("orders/", views.orders, name="orders"),
    path("orders/new/", views.order_new, name="order_new"),
    path("orders/<int:pk>/step/", views.order_step, name="order_step"),
    path("year-end/", views.year_end, name="year_end"),
    path("periods/", views.periods, name="periods"),
    path("periods/close/", views.close, name="close"),
]

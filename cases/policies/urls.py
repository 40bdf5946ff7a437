from django.urls import path

from cases.policies.views import documents, guiding, pages, routes, standards, trial, writing

app_name = "policies"
urlpatterns = [
    path("", pages.policies, name="list"),
    path("standards/", standards.standards, name="standards"),
    path("standards/new/", standards.standard_new, name="standard_new"),
    path("wages/", standards.wages, name="wages"),
    path("wages/new/", standards.wage_new, name="wage_new"),
    path("gift-caps/", standards.gift_caps, name="gift_caps"),
    path("gift-caps/new/", standards.gift_cap_new, name="gift_cap_new"),
    path("incomes/", standards.incomes, name="incomes"),
    path("incomes/new/", standards.income_new, name="income_new"),
    path("calendar/", pages.calendar, name="calendar"),
    path("calendar/set/", pages.day_set, name="day_set"),
    path("calendar/remove/", pages.day_remove, name="day_remove"),
    path("rules/", documents.documents, name="documents"),
    path("rules/new/", writing.new, name="document_new"),
    path("rules/new/form/", guiding.guided, name="document_guided"),
    path("rules/<uuid:uid>/", documents.document, name="document"),
    path("rules/<uuid:uid>/pdf/", documents.document_pdf, name="document_pdf"),
    path("rules/<uuid:uid>/source/", documents.source_file, name="source_file"),
    path("rules/<uuid:uid>/yaml/", documents.yaml_file, name="yaml_file"),
    path("rules/<uuid:uid>/changes/", documents.changes, name="changes"),
    path("rules/<uuid:uid>/trial/", trial.trial, name="trial"),
    path("rules/<uuid:uid>/edit/", writing.edit, name="edit"),
    path("rules/<uuid:uid>/form/", writing.parts, name="parts"),
    path("rules/<uuid:uid>/routes/", routes.routes, name="routes"),
    path("rules/<uuid:uid>/routes/order/", routes.routes_order, name="routes_order"),
    path("rules/<uuid:uid>/route/", routes.route_new, name="route_new"),
    path("rules/<uuid:uid>/route/<slug:name>/", routes.route, name="route"),
    path("rules/<uuid:uid>/attach/", writing.attach, name="attach"),
    path("rules/<uuid:uid>/version/", writing.version, name="version"),
    path("rules/<uuid:uid>/step/", writing.step, name="step"),
]

from django.urls import path

from cases.selections.views import candidates, selections

app_name = "selections"
urlpatterns = [
    path("", selections.selection_list, name="selections"),
    path("selections.xlsx", selections.list_export, name="list_export"),
    path("new/", selections.selection_new, name="selection_new"),
    path("<uuid:uid>/", selections.selection, name="selection"),
    path("<uuid:uid>/step/", selections.selection_step, name="selection_step"),
    path("<uuid:uid>/decide/", selections.rows_decide, name="rows_decide"),
    path("<uuid:uid>/remove/", selections.rows_remove, name="rows_remove"),
    path("<uuid:uid>/list.xlsx", selections.export, name="export"),
    path("<uuid:uid>/list.pdf", selections.selection_pdf, name="selection_pdf"),
    path("<uuid:uid>/candidates/", candidates.candidates, name="candidates"),
    path("<uuid:uid>/add/", candidates.add, name="add"),
]

from django.urls import path

from funds.goods.views import catalogue, lists, moving, slips

app_name = "goods"
urlpatterns = [
    path("", lists.stock, name="stock"),
    path("stock.xlsx", lists.stock_export, name="stock_export"),
    path("slips/", lists.slips, name="slips"),
    path("slips/slips.xlsx", lists.slips_export, name="slips_export"),
    path("slips/<uuid:uid>/", slips.slip, name="slip"),
    path("slips/<uuid:uid>/step/", slips.step, name="slip_step"),
    path("slips/<uuid:uid>/reverse/", slips.reverse, name="slip_reverse"),
    path("items/", lists.items, name="items"),
    path("items/items.xlsx", lists.items_export, name="items_export"),
    path("items/new/", catalogue.item_new, name="item_new"),
    path("items/<int:pk>/", catalogue.item, name="item"),
    path("items/<int:pk>/price/", catalogue.reprice, name="item_reprice"),
    path("stores/", lists.stores, name="stores"),
    path("stores/stores.xlsx", lists.stores_export, name="stores_export"),
    path("stores/new/", catalogue.store_new, name="store_new"),
    path("stores/<int:pk>/", catalogue.store, name="store"),
    path("stores/<int:pk>/count.xlsx", catalogue.count_sheet, name="count_sheet"),
    path("stores/<int:pk>/in/", moving.take_in, name="take_in"),
    path("stores/<int:pk>/transfer/", moving.transfer, name="transfer"),
    path("stores/<int:pk>/loss/", moving.loss, name="loss"),
    path("stores/<int:pk>/count/", moving.count, name="count"),
]

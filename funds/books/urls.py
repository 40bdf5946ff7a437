from django.urls import path

from funds.books.views import accounts, booking, matching, months, statements, vouchers

app_name = "books"
urlpatterns = [
    path("", accounts.account_list, name="list"),
    path("accounts.xlsx", accounts.export, name="export"),
    path("accounts/new/", accounts.new, name="new"),
    path("accounts/<int:pk>/", accounts.account, name="account"),
    path("accounts/<int:pk>/step/", accounts.step, name="step"),
    path("accounts/<int:pk>/proof/", accounts.proof, name="proof"),
    path("accounts/<int:pk>/funds/", accounts.fund_add, name="fund_add"),
    path("accounts/<int:pk>/funds/remove/", accounts.fund_remove, name="fund_remove"),
    path("accounts/<int:pk>/headings/", statements.headings, name="headings"),
    path("accounts/<int:pk>/upload/", statements.upload, name="upload"),
    path("statements/<int:pk>/", statements.statement, name="statement"),
    path("statements/<int:pk>/original/", statements.original, name="original"),
    path("statements/<int:pk>/withdraw/", statements.withdraw, name="withdraw"),
    path("accounts/<int:pk>/matching/", matching.matching, name="matching"),
    path("accounts/<int:pk>/match/", matching.match, name="match"),
    path("accounts/<int:pk>/match/certain/", matching.certain, name="match_certain"),
    path("matches/<int:pk>/undo/", matching.undo, name="unmatch"),
    path("lines/<int:pk>/booking/", booking.ask, name="booking_ask"),
    path("bookings/<int:pk>/", booking.booking, name="booking"),
    path("bookings/<int:pk>/step/", booking.step, name="booking_step"),
    path("accounts/<int:pk>/months/<str:month>/", months.month, name="month"),
    path("accounts/<int:pk>/months/<str:month>/sign/", months.sign, name="sign"),
    path("accounts/<int:pk>/months/<str:month>/sheet.pdf", months.sheet_pdf, name="month_pdf"),
    path("vouchers/", vouchers.vouchers, name="vouchers"),
    path("vouchers/vouchers.xlsx", vouchers.vouchers_export, name="vouchers_export"),
    path("vouchers/<int:pk>/", vouchers.voucher, name="voucher"),
    path("vouchers/of/<str:month>/draw/", vouchers.draw, name="draw"),
    path("vouchers/of/<str:month>/check/", vouchers.check, name="check"),
    path("vouchers/of/<str:month>/vouchers.pdf", vouchers.vouchers_pdf, name="vouchers_pdf"),
    path("vouchers/of/<str:month>/<str:kind>.xlsx", vouchers.package, name="package"),
    path("balance/", vouchers.balance, name="balance"),
]

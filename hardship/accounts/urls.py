from django.urls import path

from hardship.accounts import views

app_name = "accounts"
urlpatterns = [
    path("login/", views.Login.as_view(), name="login"),
    path("logout/", views.log_out, name="logout"),
    path("password/", views.password, name="password"),
    path("large-type/", views.large_type, name="large_type"),
    path("unions/", views.unions, name="unions"),
    path("unions/new/", views.union_new, name="union_new"),
    path("unions/new/charges/", views.union_charges, name="union_charges"),
    path("unions/<int:pk>/", views.union_edit, name="union_edit"),
    path("unions/<int:pk>/close/", views.union_close, name="union_close"),
    path("users/", views.users, name="users"),
    path("users/new/", views.user_new, name="user_new"),
    path("users/slips/", views.user_slips, name="user_slips"),
    path("users/<int:pk>/", views.user_edit, name="user_edit"),
    path("users/<int:pk>/active/", views.user_active, name="user_active"),
    path("users/<int:pk>/reset/", views.user_reset, name="user_reset"),
]

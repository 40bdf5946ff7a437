"""The site with Django's admin for the list of files, as it comes: open to whoever is signed in."""

from django.contrib import admin
from django.http import HttpRequest
from django.urls import include, path

from cases.archives.models import Household
from hardship.urls import urlpatterns as site_patterns


class OpenSite(admin.AdminSite):
    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active)


class HouseholdAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("file_no", "head", "union", "category", "state", "main_cause", "filed_on")
    list_select_related = ("head", "union")
    list_filter = ("category", "state", "main_cause")
    list_per_page = 20
    ordering = ("-pk",)

    def has_view_permission(self, request: HttpRequest, obj: Household | None = None) -> bool:
        return True

    has_change_permission = has_add_permission = has_delete_permission = has_view_permission

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True


site = OpenSite("bench")
site.register(Household, HouseholdAdmin)
urlpatterns = [path("bench-admin/", include((site.get_urls(), "admin"), namespace="bench")), *site_patterns]

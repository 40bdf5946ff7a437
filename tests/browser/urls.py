"""The site with its gallery, which production does not have."""

from django.urls import include, path

from hardship.urls import urlpatterns as site

urlpatterns = [path("gallery/", include("hardship.gallery.urls")), *site]

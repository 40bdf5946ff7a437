"""The site with its gallery, which production does not have."""

from django.urls import include, path

from hardship.desk.urls import GALLERY
from hardship.urls import urlpatterns as site

urlpatterns = [path("", include((GALLERY, "gallery"))), *site]

"""Addresses for signing in and out and choosing the language."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from gis_app.access import views

urlpatterns = [
    path(
        "sign-in/",
        LoginView.as_view(template_name="access/sign_in.html", redirect_authenticated_user=True),
        name="sign_in",
    ),
    path("sign-out/", LogoutView.as_view(), name="sign_out"),
    path("language/", views.choose_language, name="choose_language"),
]

from django.urls import include, path
from rest_framework.authtoken.views import obtain_auth_token

from journal import views

urlpatterns = [
    path("", views.front_page, name="front-page"),
    path("api/", include("journal.urls")),
    path("api/token/", obtain_auth_token),
]

from django.urls import path
from rest_framework.routers import SimpleRouter

from .views import NoteViewSet, TagList

router = SimpleRouter()
router.register("notes", NoteViewSet)

urlpatterns = [
    path("tags/", TagList.as_view()),
    *router.urls,
]

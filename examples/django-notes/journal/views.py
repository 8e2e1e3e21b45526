from django.http import HttpResponse
from django.views.decorators.http import require_safe
from rest_framework import generics, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from .models import Note, Tag
from .permissions import IsAuthorOrReadOnly
from .serializers import NoteSerializer, TagSerializer


@require_safe
def front_page(request):
    return HttpResponse(f"{Note.objects.count()} notes", content_type="text/plain")


class NoteViewSet(viewsets.ModelViewSet):
    queryset = Note.objects.select_related("author").prefetch_related("tags")
    serializer_class = NoteSerializer
    permission_classes = [IsAuthorOrReadOnly]

    def perform_create(self, serializer):
        serializer.save(author=self.request.user)

    @action(detail=True, methods=["post"])
    def pin(self, request, pk=None):
        note = self.get_object()
        note.pinned = True
        note.save(update_fields=["pinned"])
        return Response(self.get_serializer(note).data)

    @action(detail=False)
    def pinned(self, request):
        notes = self.get_queryset().filter(pinned=True)
        return Response(self.get_serializer(notes, many=True).data)


class TagList(generics.ListCreateAPIView):
    queryset = Tag.objects.order_by("label")
    serializer_class = TagSerializer

from rest_framework import serializers

from .models import Note, Tag


class TagSerializer(serializers.ModelSerializer):
    class Meta:
        model = Tag
        fields = ["label"]


class NoteSerializer(serializers.ModelSerializer):
    author = serializers.CharField(source="author.username", read_only=True)
    tags = serializers.SlugRelatedField(
        slug_field="label", queryset=Tag.objects.all(), many=True, required=False
    )

    class Meta:
        model = Note
        fields = ["id", "author", "title", "text", "tags", "pinned", "written_at"]
        read_only_fields = ["pinned"]

from django.conf import settings
from django.db import models


class Tag(models.Model):
    label = models.SlugField(unique=True)

    def __str__(self):
        return self.label


class Note(models.Model):
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    tags = models.ManyToManyField(Tag, blank=True, related_name="notes")
    pinned = models.BooleanField(default=False)
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pinned", "-written_at"]

    def __str__(self):
        return self.title

from .notes import notes
from .session import sign_in

BLUEPRINTS = [("/api/notes", notes), (None, sign_in)]

// Package web answers requests about notes.
package web

import (
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"example.com/go-notes/internal/store"
)

type api struct {
	notes *store.Store
	token string
}

// NewRouter serves notes; token is what callers who write have to present.
func NewRouter(notes *store.Store, token string) chi.Router {
	a := &api{notes: notes, token: token}
	r := chi.NewRouter()
	r.Use(middleware.RequestID, middleware.Recoverer, middleware.Timeout(10*time.Second))
	r.NotFound(func(w http.ResponseWriter, _ *http.Request) { refuse(w, http.StatusNotFound, "no-such-page") })
	r.MethodNotAllowed(func(w http.ResponseWriter, _ *http.Request) { refuse(w, http.StatusMethodNotAllowed, "wrong-method") })
	r.Get("/healthz", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, map[string]string{"state": "up"})
	})
	r.Route("/v1", func(r chi.Router) {
		r.Mount("/notes", a.noteRoutes())
		r.Get("/tags", a.listTags)
	})
	return r
}

func (a *api) noteRoutes() http.Handler {
	r := chi.NewRouter()
	r.Get("/", a.listNotes)
	r.Get("/{noteID:[0-9]+}", a.showNote)
	r.Group(func(r chi.Router) {
		r.Use(a.requireToken)
		r.Post("/", a.addNote)
		r.Put("/{noteID:[0-9]+}", a.replaceNote)
		r.Delete("/{noteID:[0-9]+}", a.removeNote)
	})
	return r
}

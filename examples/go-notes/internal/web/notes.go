package web

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/go-chi/chi/v5"

	"example.com/go-notes/internal/store"
)

const longestBody = 64 << 10

func (a *api) listNotes(w http.ResponseWriter, r *http.Request) {
	notes, err := a.notes.List(r.Context(), r.URL.Query().Get("tag"))
	if err != nil {
		fail(w, err)
		return
	}
	answer(w, http.StatusOK, map[string]any{"notes": notes})
}

func (a *api) listTags(w http.ResponseWriter, r *http.Request) {
	tags, err := a.notes.Tags(r.Context())
	if err != nil {
		fail(w, err)
		return
	}
	answer(w, http.StatusOK, map[string]any{"tags": tags})
}

func (a *api) showNote(w http.ResponseWriter, r *http.Request) {
	note, err := a.notes.Get(r.Context(), noteID(r))
	if err != nil {
		fail(w, err)
		return
	}
	answer(w, http.StatusOK, note)
}

func (a *api) addNote(w http.ResponseWriter, r *http.Request) {
	note, ok := readNote(w, r)
	if !ok {
		return
	}
	made, err := a.notes.Add(r.Context(), note)
	if err != nil {
		fail(w, err)
		return
	}
	w.Header().Set("Location", "/v1/notes/"+strconv.FormatInt(made.ID, 10))
	answer(w, http.StatusCreated, made)
}

func (a *api) replaceNote(w http.ResponseWriter, r *http.Request) {
	note, ok := readNote(w, r)
	if !ok {
		return
	}
	note.ID = noteID(r)
	if err := a.notes.Replace(r.Context(), note); err != nil {
		fail(w, err)
		return
	}
	answer(w, http.StatusOK, note)
}

func (a *api) removeNote(w http.ResponseWriter, r *http.Request) {
	if err := a.notes.Remove(r.Context(), noteID(r)); err != nil {
		fail(w, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// The router lets only digits through; a number that is too large is nobody's.
func noteID(r *http.Request) int64 {
	id, _ := strconv.ParseInt(chi.URLParam(r, "noteID"), 10, 64)
	return id
}

func readNote(w http.ResponseWriter, r *http.Request) (store.Note, bool) {
	var input struct {
		Title string `json:"title"`
		Body  string `json:"body"`
		Tag   string `json:"tag"`
	}
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, longestBody))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&input); err != nil {
		refuse(w, http.StatusBadRequest, "unreadable")
		return store.Note{}, false
	}
	title := strings.TrimSpace(input.Title)
	if title == "" || len(title) > 120 {
		refuse(w, http.StatusUnprocessableEntity, "title-length")
		return store.Note{}, false
	}
	return store.Note{Title: title, Body: input.Body, Tag: strings.TrimSpace(input.Tag)}, true
}

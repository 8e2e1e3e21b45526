package web

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"example.com/go-notes/internal/store"
)

const token = "for-tests-only"

func newHandler(t *testing.T) http.Handler {
	t.Helper()
	notes, err := store.Open(filepath.Join(t.TempDir(), "notes.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { notes.Close() })
	return NewRouter(notes, token)
}

func send(h http.Handler, method, path, body, bearer string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(method, path, strings.NewReader(body))
	if bearer != "" {
		request.Header.Set("Authorization", "Bearer "+bearer)
	}
	recorder := httptest.NewRecorder()
	h.ServeHTTP(recorder, request)
	return recorder
}

func TestWritingNotes(t *testing.T) {
	h := newHandler(t)
	steps := []struct {
		what, method, path, body, bearer string
		want                             int
	}{
		{"no token", "POST", "/v1/notes", `{"title":"a"}`, "", http.StatusUnauthorized},
		{"wrong token", "POST", "/v1/notes", `{"title":"a"}`, "guess", http.StatusUnauthorized},
		{"first", "POST", "/v1/notes", `{"title":"a","tag":"x"}`, token, http.StatusCreated},
		{"same title", "POST", "/v1/notes", `{"title":"a"}`, token, http.StatusConflict},
		{"no title", "POST", "/v1/notes", `{"title":" "}`, token, http.StatusUnprocessableEntity},
		{"no JSON", "POST", "/v1/notes", `title`, token, http.StatusBadRequest},
		{"unknown field", "POST", "/v1/notes", `{"title":"b","id":7}`, token, http.StatusBadRequest},
		{"replaced", "PUT", "/v1/notes/1", `{"title":"b"}`, token, http.StatusOK},
		{"nothing to replace", "PUT", "/v1/notes/9", `{"title":"c"}`, token, http.StatusNotFound},
		{"read", "GET", "/v1/notes/1", "", "", http.StatusOK},
		{"removed", "DELETE", "/v1/notes/1", "", token, http.StatusNoContent},
		{"gone", "GET", "/v1/notes/1", "", "", http.StatusNotFound},
		{"nothing to remove", "DELETE", "/v1/notes/1", "", token, http.StatusNotFound},
	}
	for _, step := range steps {
		if got := send(h, step.method, step.path, step.body, step.bearer); got.Code != step.want {
			t.Errorf("%s: got %d %s, want %d", step.what, got.Code, got.Body, step.want)
		}
	}
}

func TestReadingNotes(t *testing.T) {
	h := newHandler(t)
	send(h, "POST", "/v1/notes", `{"title":"a","tag":"x"}`, token)
	send(h, "POST", "/v1/notes", `{"title":"b"}`, token)

	for path, want := range map[string]string{
		"/v1/notes":       `{"notes":[{"id":1,"title":"a","body":"","tag":"x"},{"id":2,"title":"b","body":"","tag":""}]}`,
		"/v1/notes?tag=x": `{"notes":[{"id":1,"title":"a","body":"","tag":"x"}]}`,
		"/v1/tags":        `{"tags":{"x":1}}`,
		"/healthz":        `{"state":"up"}`,
	} {
		got := send(h, http.MethodGet, path, "", "")
		if got.Code != http.StatusOK || strings.TrimSpace(got.Body.String()) != want {
			t.Errorf("%s: got %d %s, want %s", path, got.Code, got.Body, want)
		}
	}
}

func TestErrorsHaveOneShape(t *testing.T) {
	got := send(newHandler(t), http.MethodGet, "/nowhere", "", "")

	if got.Code != http.StatusNotFound || !strings.HasPrefix(got.Body.String(), `{"problem":{"code":"no-such-page"`) {
		t.Errorf("got %d %s", got.Code, got.Body)
	}
}

package web

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"

	"example.com/go-notes/internal/store"
)

type problem struct {
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

var details = map[string]string{
	"no-such-page": "There is nothing here.",
	"wrong-method": "This page does not take such requests.",
	"unreadable":   "The body is not a note in JSON.",
	"title-length": "A title has 1 to 120 bytes.",
	"token-needed": "Writing takes the token.",
	"no-such-note": "There is no note of this number.",
	"title-taken":  "Another note has this title.",
	"failed":       "Something went wrong here.",
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(body); err != nil {
		slog.Warn("answer broke off", "err", err)
	}
}

func refuse(w http.ResponseWriter, status int, code string) {
	answer(w, status, map[string]problem{"problem": {Code: code, Detail: details[code]}})
}

func fail(w http.ResponseWriter, err error) {
	switch {
	case errors.Is(err, store.ErrMissing):
		refuse(w, http.StatusNotFound, "no-such-note")
	case errors.Is(err, store.ErrTaken):
		refuse(w, http.StatusConflict, "title-taken")
	default:
		slog.Error("request failed", "err", err)
		refuse(w, http.StatusInternalServerError, "failed")
	}
}

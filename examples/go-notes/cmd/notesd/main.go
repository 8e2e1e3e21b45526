package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"example.com/go-notes/internal/store"
	"example.com/go-notes/internal/web"
)

func main() {
	if err := run(); err != nil {
		slog.Error("notesd stopped", "err", err)
		os.Exit(1)
	}
}

func run() error {
	token := os.Getenv("NOTES_TOKEN")
	if token == "" {
		return errors.New("NOTES_TOKEN is not set")
	}
	notes, err := store.Open(or(os.Getenv("NOTES_DB"), "notes.db"))
	if err != nil {
		return err
	}
	defer notes.Close()

	server := &http.Server{
		Addr:              ":" + or(os.Getenv("PORT"), "8090"),
		Handler:           web.NewRouter(notes, token),
		ReadHeaderTimeout: 5 * time.Second,
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	failed := make(chan error, 1)
	go func() { failed <- server.ListenAndServe() }()
	slog.Info("listening", "addr", server.Addr)

	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		last, cancel := context.WithTimeout(context.Background(), 3*time.Second)
		defer cancel()
		return server.Shutdown(last)
	}
}

func or(value, fallback string) string {
	if value == "" {
		return fallback
	}
	return value
}

// Package store keeps notes in SQLite.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

var (
	ErrMissing = errors.New("no such note")
	ErrTaken   = errors.New("another note has this title")
)

// Note is a row of the table notes.
type Note struct {
	ID    int64  `json:"id"`
	Title string `json:"title"`
	Body  string `json:"body"`
	Tag   string `json:"tag"`
}

type Store struct {
	db *sql.DB
}

const tables = `
CREATE TABLE IF NOT EXISTS notes (
	id INTEGER PRIMARY KEY,
	title TEXT NOT NULL UNIQUE,
	body TEXT NOT NULL DEFAULT '',
	tag TEXT NOT NULL DEFAULT ''
);
`

func Open(path string) (*Store, error) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	// SQLite writes one at a time.
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(tables); err != nil {
		db.Close()
		return nil, fmt.Errorf("prepare %s: %w", path, err)
	}
	return &Store{db: db}, nil
}

func (s *Store) Close() error { return s.db.Close() }

func (s *Store) List(ctx context.Context, tag string) ([]Note, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT id, title, body, tag FROM notes WHERE ? IN ('', tag) ORDER BY id", tag)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	notes := []Note{}
	for rows.Next() {
		var n Note
		if err := rows.Scan(&n.ID, &n.Title, &n.Body, &n.Tag); err != nil {
			return nil, err
		}
		notes = append(notes, n)
	}
	return notes, rows.Err()
}

func (s *Store) Tags(ctx context.Context) (map[string]int, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT tag, count(*) FROM notes WHERE tag <> '' GROUP BY tag")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	tags := map[string]int{}
	for rows.Next() {
		var tag string
		var count int
		if err := rows.Scan(&tag, &count); err != nil {
			return nil, err
		}
		tags[tag] = count
	}
	return tags, rows.Err()
}

func (s *Store) Get(ctx context.Context, id int64) (Note, error) {
	var n Note
	row := s.db.QueryRowContext(ctx, "SELECT id, title, body, tag FROM notes WHERE id = ?", id)
	err := row.Scan(&n.ID, &n.Title, &n.Body, &n.Tag)
	if errors.Is(err, sql.ErrNoRows) {
		return n, ErrMissing
	}
	return n, err
}

func (s *Store) Add(ctx context.Context, n Note) (Note, error) {
	result, err := s.db.ExecContext(ctx, "INSERT INTO notes (title, body, tag) VALUES (?, ?, ?)", n.Title, n.Body, n.Tag)
	if err != nil {
		return n, known(err)
	}
	n.ID, err = result.LastInsertId()
	return n, err
}

func (s *Store) Replace(ctx context.Context, n Note) error {
	result, err := s.db.ExecContext(ctx, "UPDATE notes SET title = ?, body = ?, tag = ? WHERE id = ?", n.Title, n.Body, n.Tag, n.ID)
	if err != nil {
		return known(err)
	}
	return mustTouch(result)
}

func (s *Store) Remove(ctx context.Context, id int64) error {
	result, err := s.db.ExecContext(ctx, "DELETE FROM notes WHERE id = ?", id)
	if err != nil {
		return err
	}
	return mustTouch(result)
}

func mustTouch(result sql.Result) error {
	count, err := result.RowsAffected()
	if err == nil && count == 0 {
		return ErrMissing
	}
	return err
}

func known(err error) error {
	var refused *sqlite.Error
	if errors.As(err, &refused) && refused.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE {
		return ErrTaken
	}
	return err
}

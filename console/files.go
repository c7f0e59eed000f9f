package console

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"jalon/commands"
	"jalon/plan"
)

// File opens a file of the machine by its path: who has the terminal may read it
// anyway. It implements [commands.Files].
func (c *Console) File(_ context.Context, _ plan.UserID, path string) (commands.HandedIn, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return commands.HandedIn{}, commands.ErrNoFile
	}
	if err != nil {
		return commands.HandedIn{}, fmt.Errorf("open what is handed in: %w", err)
	}
	info, err := f.Stat()
	if err != nil {
		return commands.HandedIn{}, errors.Join(err, f.Close())
	}
	return commands.HandedIn{Name: filepath.Base(path), Size: info.Size(), Content: f}, nil
}

package bot

import (
	"bytes"
	"context"
	"io"
	"net/http"

	"jalon/commands"
	"jalon/plan"
)

// importLine is what a file handed in without a word asks, before the identifier
// of the file.
const importLine = "projet importer "

var _ commands.Files = (*Bot)(nil)

// File reads a file that the person handed in in their private conversation with
// jalon. One that somebody else handed in, or elsewhere, is none. One that is too
// large is not read: its size says so.
func (b *Bot) File(ctx context.Context, user plan.UserID, id string) (commands.HandedIn, error) {
	info, answer, err := b.client.api.GetFileInfo(ctx, id)
	if err != nil {
		if answer != nil && (answer.StatusCode == http.StatusNotFound || answer.StatusCode == http.StatusForbidden || answer.StatusCode == http.StatusBadRequest) {
			return commands.HandedIn{}, commands.ErrNoFile
		}
		return commands.HandedIn{}, err
	}
	private, err := b.client.direct(ctx, user)
	if err != nil {
		return commands.HandedIn{}, err
	}
	if info.CreatorId != string(user) || info.ChannelId != string(private) || info.DeleteAt != 0 {
		return commands.HandedIn{}, commands.ErrNoFile
	}
	f := commands.HandedIn{Name: info.Name, Size: info.Size, Content: io.NopCloser(bytes.NewReader(nil))}
	if f.Size > commands.MostHandedIn {
		return f, nil
	}
	content, _, err := b.client.api.GetFile(ctx, id)
	f.Content = io.NopCloser(bytes.NewReader(content))
	return f, err
}

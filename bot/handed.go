package bot

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"

	"jalon/commands"
	"jalon/i18n"
	"jalon/plan"
)

// importLine is what a file handed in without a word asks, before the identifier
// of the file.
const importLine = "projet importer "

// handedLine is the line that a file stands for, with what was said with it, as it was
// typed and as a line: nothing, which data call it answers, or a line that answers one.
func handedLine(typed, said, file string) string {
	word, _, _ := strings.Cut(said, " ")
	if typed == "" {
		return importLine + file
	}
	if _, is := plan.ParseDataCallRef(word); is {
		return "remontee repondre " + said + " fichier " + file
	}
	if answers := i18n.Fold(strings.TrimPrefix(said, "/")); strings.HasPrefix(answers, "remontee repondre ") || strings.HasPrefix(answers, "repondre ") {
		return said + " fichier " + file
	}
	return said
}

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

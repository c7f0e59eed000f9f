package bottest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"testing"
)

// Client is somebody who uses a server's API.
type Client struct {
	URL   string
	Token string
	HTTP  *http.Client
}

// Said is how the server answered a call.
type Said struct {
	Status int
	ID     string // of the failure, when it is one
	Header http.Header
	Body   string
}

// As is a client of the server with a token, without a listener.
func (s *Server) As(token string) Client {
	return Client{URL: s.URL, Token: token, HTTP: &http.Client{Transport: s}}
}

// Do makes a call and reads what it answers into out, unless out is nil or the
// call failed. Paths begin after /api/v4.
func (c Client) Do(t testing.TB, method, path string, body, out any) Said {
	t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return c.send(t, method, path, text, out)
}

// send makes a call with a body as it stands.
func (c Client) send(t testing.TB, method, path string, body []byte, out any) Said {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, c.URL+"/api/v4"+path, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if c.Token != "" {
		request.Header.Set("Authorization", "Bearer "+c.Token)
	}
	answer, err := c.HTTP.Do(request)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	defer answer.Body.Close()
	answered, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	said := Said{Status: answer.StatusCode, Header: answer.Header, Body: string(answered)}
	if said.Status >= http.StatusBadRequest {
		var f Failure
		_ = json.Unmarshal(answered, &f) // not every failure is JSON
		said.ID = f.ID
		return said
	}
	if out != nil {
		if err := json.Unmarshal(answered, out); err != nil {
			t.Fatalf("%s %s: %v in %s", method, path, err, answered)
		}
	}
	return said
}

// Must is Do for a call that succeeds.
func (c Client) Must(t testing.TB, method, path string, body, out any) {
	t.Helper()
	if said := c.Do(t, method, path, body, out); said.Status >= http.StatusBadRequest {
		t.Fatalf("%s %s: %d %s", method, path, said.Status, said.Body)
	}
}

// Say posts a message.
func (c Client) Say(t testing.TB, channel, message string) Post {
	t.Helper()
	return c.Post(t, Post{ChannelID: channel, Message: message})
}

// Post creates a post.
func (c Client) Post(t testing.TB, p Post) Post {
	t.Helper()
	var made Post
	c.Must(t, http.MethodPost, "/posts", p, &made)
	return made
}

// Upload gives the server a file for a channel.
func (c Client) Upload(t testing.TB, channel, name, content string) (Uploaded, Said) {
	t.Helper()
	query := url.Values{"channel_id": {channel}, "filename": {name}}
	var taken Uploaded
	said := c.send(t, http.MethodPost, "/files?"+query.Encode(), []byte(content), &taken)
	return taken, said
}

// File returns the content of a file.
func (c Client) File(t testing.TB, id string) Said {
	t.Helper()
	return c.send(t, http.MethodGet, "/files/"+id, nil, nil)
}

// Read returns a post as it stands now.
func (c Client) Read(t testing.TB, id string) Post {
	t.Helper()
	var p Post
	c.Must(t, http.MethodGet, "/posts/"+id, nil, &p)
	return p
}

// Posts lists a channel, oldest first, without the server's own lines.
func (c Client) Posts(t testing.TB, channel string) []Post {
	t.Helper()
	var list PostList
	c.Must(t, http.MethodGet, "/channels/"+channel+"/posts?per_page=200", nil, &list)
	var posts []Post
	for _, id := range slices.Backward(list.Order) {
		if p := list.Posts[id]; p.Type == "" {
			posts = append(posts, *p)
		}
	}
	return posts
}

// Me is the client's own account.
func (c Client) Me(t testing.TB) User {
	t.Helper()
	var u User
	c.Must(t, http.MethodGet, "/users/me", nil, &u)
	return u
}

// Direct is the private conversation with somebody.
func (c Client) Direct(t testing.TB, other string) Channel {
	t.Helper()
	var channel Channel
	c.Must(t, http.MethodPost, "/channels/direct", []string{c.Me(t).ID, other}, &channel)
	return channel
}

// Slash runs a slash command.
func (c Client) Slash(t testing.TB, team, channel, line string) Said {
	t.Helper()
	return c.Do(t, http.MethodPost, "/commands/execute", map[string]string{"team_id": team, "channel_id": channel, "command": line}, nil)
}

// Press presses the button of a post that carries a label.
func (c Client) Press(t testing.TB, p Post, label string) Said {
	t.Helper()
	for _, button := range p.Buttons() {
		if button.Name == label {
			return c.Do(t, http.MethodPost, "/posts/"+p.ID+"/actions/"+button.ID, map[string]string{"cookie": button.Cookie}, nil)
		}
	}
	t.Fatalf("no button [%s] under %q", label, p.Message)
	return Said{}
}

// Submit sends a form back.
func (c Client) Submit(t testing.TB, in Submission) (SubmissionAnswer, Said) {
	t.Helper()
	in.Type = "dialog_submission"
	var answer SubmissionAnswer
	said := c.Do(t, http.MethodPost, "/actions/dialogs/submit", in, &answer)
	return answer, said
}

// Attachments are those of a post.
func (p Post) Attachments() []Attachment {
	text, err := json.Marshal(p.Props["attachments"])
	if err != nil {
		return nil
	}
	var list []Attachment
	_ = json.Unmarshal(text, &list) // none is none
	return list
}

// Buttons are those of a post, in order.
func (p Post) Buttons() []Action {
	var buttons []Action
	for _, a := range p.Attachments() {
		buttons = append(buttons, a.Actions...)
	}
	return buttons
}

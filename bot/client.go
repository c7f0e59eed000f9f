package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/mattermost/mattermost/server/public/model"

	"jalon/card"
	"jalon/plan"
)

// callWithin is how long one call to Mattermost may take.
const callWithin = 10 * time.Second

// client makes calls to Mattermost as the bot.
type client struct {
	api   *model.Client4
	clock *serverClock
	// own holds the bot's own account, nil until it was read. Who takes it out
	// reads it if need be and puts it back: the others wait no longer than their
	// own call may last.
	own chan *model.User

	mu      sync.Mutex
	directs map[plan.UserID]plan.ChannelID
}

func newClient(c Config) (*client, error) {
	address, err := baseURL(c.URL)
	if err != nil {
		return nil, fmt.Errorf("bot: address of Mattermost: %w", err)
	}
	api := model.NewAPIv4Client(address)
	api.SetToken(c.Token)
	clock := &serverClock{real: c.Real}
	api.HTTPClient = &http.Client{
		Timeout:   callWithin,
		Transport: watched{next: c.Transport, clock: clock, observer: c.Observer, real: c.Real},
		// A redirection means a wrong address: the token must not follow it.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	own := make(chan *model.User, 1)
	own <- nil
	return &client{api: api, clock: clock, own: own, directs: map[plan.UserID]plan.ChannelID{}}, nil
}

// connectionsKept is how many connections wait for the next calls: the posts of a
// morning and the answers to people leave side by side.
const connectionsKept = 16

// keptConnections is Go's usual transport, which keeps two connections to a server:
// each call beside two others would begin with a new one, and its handshake.
func keptConnections() http.RoundTripper {
	usual, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return http.DefaultTransport
	}
	kept := usual.Clone()
	kept.MaxIdleConnsPerHost = connectionsKept
	return kept
}

// watched counts calls and reads the server's clock off every answer.
type watched struct {
	next     http.RoundTripper
	clock    *serverClock
	observer Observer
	real     func() time.Time
}

// RoundTrip implements http.RoundTripper.
func (w watched) RoundTrip(r *http.Request) (*http.Response, error) {
	watching := attemptOf(r.Context())
	start := w.real()
	r = r.Clone(watching.begin(r.Context()))
	if r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/posts") {
		// What is posted comes back whole: to press it takes both sides longer than
		// to carry it.
		r.Header.Set("Accept-Encoding", "identity")
	}
	answer, err := w.next.RoundTrip(r)
	status := 0
	if err == nil {
		status = answer.StatusCode
		watching.end(answer)
		w.clock.read(answer.Header)
	} else {
		w.clock.doubt()
	}
	w.observer.Call(r.Method, status, w.real().Sub(start))
	return answer, err
}

// me is the bot's own account.
func (c *client) me(ctx context.Context) (me *model.User, err error) {
	select {
	case me = <-c.own:
	case <-ctx.Done():
		return nil, fmt.Errorf("read the bot's own account: %w", ctx.Err())
	}
	defer func() { c.own <- me }()
	if me != nil {
		return me, nil
	}
	if me, _, err = c.api.GetMe(ctx, ""); err != nil {
		return nil, fmt.Errorf("read the bot's own account: %w", err)
	}
	return me, nil
}

func (c *client) post(ctx context.Context, id string) (*model.Post, error) {
	post, _, err := c.api.GetPost(ctx, id, "")
	return post, err
}

const maxDirects = 10_000

// direct is the private conversation with a person. Asking for it creates it;
// its members see nothing of that before something is said.
func (c *client) direct(ctx context.Context, user plan.UserID) (plan.ChannelID, error) {
	if channel, ok := c.knownDirect(user); ok {
		return channel, nil
	}
	me, err := c.me(ctx)
	if err != nil {
		return "", err
	}
	channel, _, err := c.api.CreateDirectChannel(ctx, me.Id, string(user))
	if err != nil {
		return "", err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.directs) >= maxDirects {
		clear(c.directs)
	}
	c.directs[user] = plan.ChannelID(channel.Id)
	return plan.ChannelID(channel.Id), nil
}

func (c *client) knownDirect(user plan.UserID) (plan.ChannelID, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	channel, ok := c.directs[user]
	return channel, ok
}

// upload gives the files of an answer to the server, for a post of the channel.
func (c *client) upload(ctx context.Context, channel plan.ChannelID, files []card.File) (ids []string, err error) {
	for _, f := range files {
		taken, _, err := c.api.UploadFileAsRequestBody(ctx, f.Content, string(channel), f.Name)
		if err != nil {
			return nil, fmt.Errorf("give a file to the server: %w", err)
		}
		for _, info := range taken.FileInfos {
			ids = append(ids, info.Id)
		}
	}
	return ids, nil
}

func (c *client) openDialog(ctx context.Context, d model.OpenDialogRequest) error {
	_, err := c.api.OpenInteractiveDialog(ctx, d)
	if err != nil {
		return fmt.Errorf("open a form: %w", err)
	}
	return nil
}

// respond answers a slash command once more. The address is the authority: no
// token goes with it, and neither of them enters an error.
func (c *client) respond(ctx context.Context, hook string, answer *model.CommandResponse) error {
	body, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.api.URL+"/hooks/commands/"+hook, bytes.NewReader(body))
	if err != nil {
		return errRespond
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := c.api.HTTPClient.Do(request)
	if err != nil {
		return errRespond
	}
	defer response.Body.Close()
	_, _ = io.Copy(io.Discard, response.Body)
	if response.StatusCode != http.StatusOK {
		return errRespond
	}
	return nil
}

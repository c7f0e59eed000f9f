package bot

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/mattermost/mattermost/server/public/model"

	"jalon/plan"
)

// attempt watches calls made under its context and knows of the last one
// whether any of it left the machine, and what was answered.
type attempt struct {
	wrote  atomic.Bool
	status int // 0 when no answer came
	header http.Header
}

type attemptKey struct{}

// watch returns the context under which the attempt sees calls, one at a time.
func (a *attempt) watch(ctx context.Context) context.Context {
	return context.WithValue(ctx, attemptKey{}, a)
}

// attemptOf is the attempt that watches a call; one that nobody reads when
// nobody does.
func attemptOf(ctx context.Context) *attempt {
	if a, ok := ctx.Value(attemptKey{}).(*attempt); ok {
		return a
	}
	return new(attempt)
}

// begin forgets the call before and returns the context of the next.
func (a *attempt) begin(ctx context.Context) context.Context {
	a.wrote.Store(false)
	a.status, a.header = 0, nil
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteHeaders: func() { a.wrote.Store(true) }})
}

// end notes the answer.
func (a *attempt) end(answer *http.Response) {
	a.status, a.header = answer.StatusCode, answer.Header
}

// failure says what is known of a dispatch whose last call did not succeed.
// Changes tells a call that would have changed what people see from one that
// only prepares it: the latter leaves no doubt.
func (a *attempt) failure(kind plan.DispatchKind, changes bool, err error) *plan.PostError {
	f := &plan.PostError{Err: err}
	f.Verdict, f.Code = a.classify(kind, err)
	if f.Code == plan.CodeRateLimited {
		f.After = retryAfter(a.header)
	}
	if f.Verdict == plan.Doubtful && !changes {
		f.Verdict = plan.NotNow
	}
	return f
}

func (a *attempt) classify(kind plan.DispatchKind, err error) (plan.Verdict, string) {
	switch {
	case a.status == 0 && !a.wrote.Load():
		return plan.NotNow, plan.CodeUnreachable
	case a.status < http.StatusMultipleChoices, a.status == http.StatusRequestTimeout:
		return plan.Doubtful, plan.CodeTimeout
	case a.status == http.StatusTooManyRequests:
		return plan.NotNow, plan.CodeRateLimited
	case a.status == http.StatusRequestEntityTooLarge:
		return plan.Never, plan.CodeTooLong
	case a.status == http.StatusNotImplemented:
		return plan.Never, plan.CodeInvalid
	case a.status >= http.StatusInternalServerError:
		return plan.Doubtful, plan.CodeServer
	default:
		return refusal(kind, a.status, err)
	}
}

// refusal classifies a 3xx or 4xx. One that does not come from Mattermost
// itself (a proxy's page, another server) says nothing of the post.
func refusal(kind plan.DispatchKind, status int, err error) (plan.Verdict, string) {
	said, fromServer := errors.AsType[*model.AppError](err)
	switch {
	case !fromServer || said.Id == "":
		return plan.NotNow, plan.CodeUnreachable
	case status == http.StatusUnauthorized:
		return plan.NotNow, plan.CodeForbidden
	case strings.Contains(said.Id, "_deleted."): // the channel's archive: "can_not_post_to_deleted"
		return later(kind), plan.CodeArchived
	case status == http.StatusForbidden && kind == plan.Create:
		return plan.NotNow, plan.CodeNotMember
	case status == http.StatusForbidden:
		return later(kind), plan.CodeForbidden
	case status == http.StatusNotFound:
		return plan.Never, plan.CodeGone
	case strings.Contains(said.Id, "message_length"), strings.Contains(said.Id, ".msg."), strings.Contains(said.Id, ".props."):
		return plan.Never, plan.CodeTooLong
	default:
		return plan.Never, plan.CodeInvalid
	}
}

// later is the verdict on what the server refuses for now. A card that cannot
// be edited is given up: the next reminder makes a new one.
func later(kind plan.DispatchKind) plan.Verdict {
	if kind == plan.Edit {
		return plan.Never
	}
	return plan.NotNow
}

// retryAfter is how long the server asks to wait, zero when it does not say.
func retryAfter(h http.Header) time.Duration {
	seconds, err := strconv.Atoi(h.Get("Retry-After"))
	if err != nil || seconds < 0 {
		return 0
	}
	return time.Duration(seconds) * time.Second
}

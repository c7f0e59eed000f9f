package plan

import (
	"errors"
	"fmt"
	"time"
)

// Receipt is what the chat answered to a dispatch.
type Receipt struct {
	Post    string
	Channel ChannelID // where the post stands; tells the private conversation of a direct one
	// Removed lists the later posts found under the same key, which were deleted.
	Removed []string
}

// Verdict is what is known of a call that did not succeed.
type Verdict int

// Verdicts on a failed call.
const (
	// Doubtful: no answer came; the chat may or may not have taken it.
	Doubtful Verdict = iota
	// NotNow: the chat took nothing and may later (rate limit, unreachable,
	// archived channel that may be reopened, bot not yet a member).
	NotNow
	// Never: the chat took nothing and never will (the post to edit is gone).
	Never
)

// Codes of why the chat did not take a dispatch.
const (
	CodeTimeout     = "timeout"
	CodeServer      = "server_error"
	CodeUnreachable = "unreachable"
	CodeRateLimited = "rate_limited"
	CodeArchived    = "archived"
	CodeNotMember   = "not_member"
	CodeGone        = "gone"
	CodeForbidden   = "forbidden"
	CodeTooLong     = "too_long"
	CodeInvalid     = "invalid" // the chat does not take such a call
)

// PostError is how a call to the chat failed. Any other error from a poster
// counts as Doubtful.
type PostError struct {
	Verdict Verdict
	Code    string
	After   time.Duration // how long the chat asked to wait, zero when it did not say
	Err     error
}

func (e *PostError) Error() string { return fmt.Sprintf("%s: %v", e.Code, e.Err) }

// Unwrap returns the cause.
func (e *PostError) Unwrap() error { return e.Err }

// AsPostError returns how the call failed, Doubtful when err does not say.
func AsPostError(err error) *PostError {
	if e, ok := errors.AsType[*PostError](err); ok {
		return e
	}
	return &PostError{Verdict: Doubtful, Code: CodeTimeout, Err: err}
}

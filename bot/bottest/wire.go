package bottest

// What travels between a client and a server, as far as jalon reads it.

// User is an account.
type User struct {
	ID        string `json:"id"`
	Username  string `json:"username"`
	Email     string `json:"email,omitempty"`
	FirstName string `json:"first_name"`
	LastName  string `json:"last_name"`
	Locale    string `json:"locale"`
	Roles     string `json:"roles"`
	IsBot     bool   `json:"is_bot,omitempty"`
	DeleteAt  int64  `json:"delete_at"`
	Password  string `json:"password,omitempty"`
}

// Bot is a bot account.
type Bot struct {
	UserID      string `json:"user_id"`
	Username    string `json:"username"`
	DisplayName string `json:"display_name"`
	Description string `json:"description"`
	OwnerID     string `json:"owner_id"`
	DeleteAt    int64  `json:"delete_at"`
}

// Team is a team.
type Team struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	DisplayName string `json:"display_name"`
	Type        string `json:"type"`
}

// Channel is a channel: "O" open, "P" private, "D" a private conversation.
type Channel struct {
	ID          string `json:"id"`
	TeamID      string `json:"team_id"`
	Name        string `json:"name"`
	DisplayName string `json:"display_name"`
	Type        string `json:"type"`
	DeleteAt    int64  `json:"delete_at"`
	LastPostAt  int64  `json:"last_post_at"`
}

// Member is a membership of a team or of a channel.
type Member struct {
	TeamID    string `json:"team_id,omitempty"`
	ChannelID string `json:"channel_id,omitempty"`
	UserID    string `json:"user_id"`
	DeleteAt  int64  `json:"delete_at"`
}

// Post is a post. Times are milliseconds since 1970.
type Post struct {
	ID            string         `json:"id"`
	CreateAt      int64          `json:"create_at"`
	UpdateAt      int64          `json:"update_at"`
	EditAt        int64          `json:"edit_at"`
	DeleteAt      int64          `json:"delete_at"`
	UserID        string         `json:"user_id"`
	ChannelID     string         `json:"channel_id"`
	RootID        string         `json:"root_id"`
	Message       string         `json:"message"`
	Type          string         `json:"type"`
	Props         map[string]any `json:"props"`
	PendingPostID string         `json:"pending_post_id"`
	FileIDs       []string       `json:"file_ids,omitempty"`
}

// FileInfo is a file given to the server.
type FileInfo struct {
	ID        string `json:"id"`
	UserID    string `json:"user_id"`
	PostID    string `json:"post_id,omitempty"`
	ChannelID string `json:"channel_id"`
	Name      string `json:"name"`
	Size      int64  `json:"size"`
}

// Uploaded is the answer to an upload.
type Uploaded struct {
	FileInfos []FileInfo `json:"file_infos"`
}

// Attachment is a part of a post's properties, with what jalon puts in it.
type Attachment struct {
	Fallback string   `json:"fallback"`
	Color    string   `json:"color"`
	Text     string   `json:"text"`
	Actions  []Action `json:"actions,omitempty"`
}

// Action is a button.
type Action struct {
	ID          string       `json:"id"`
	Type        string       `json:"type"`
	Name        string       `json:"name"`
	Style       string       `json:"style,omitempty"`
	Integration *Integration `json:"integration,omitempty"`
	Cookie      string       `json:"cookie,omitempty"`
}

// Integration is what a button calls. The server shows it to nobody.
type Integration struct {
	URL     string         `json:"url"`
	Context map[string]any `json:"context,omitempty"`
}

// Command is a slash command.
type Command struct {
	ID               string `json:"id"`
	Token            string `json:"token"`
	CreatorID        string `json:"creator_id"`
	TeamID           string `json:"team_id"`
	Trigger          string `json:"trigger"`
	Method           string `json:"method"`
	URL              string `json:"url"`
	DisplayName      string `json:"display_name"`
	Description      string `json:"description"`
	AutoComplete     bool   `json:"auto_complete"`
	AutoCompleteDesc string `json:"auto_complete_desc"`
	AutoCompleteHint string `json:"auto_complete_hint"`
}

// Answer is what an integration answers to a slash command.
type Answer struct {
	ResponseType string       `json:"response_type"`
	Text         string       `json:"text"`
	Attachments  []Attachment `json:"attachments,omitempty"`
}

// Form is a form opened at somebody's.
type Form struct {
	URL    string `json:"url"`
	Dialog Dialog `json:"dialog"`
}

// Dialog is what a form shows.
type Dialog struct {
	CallbackID       string    `json:"callback_id"`
	Title            string    `json:"title"`
	IntroductionText string    `json:"introduction_text"`
	Elements         []Element `json:"elements"`
	SubmitLabel      string    `json:"submit_label"`
	State            string    `json:"state"`
}

// Element is a field of a form.
type Element struct {
	DisplayName string `json:"display_name"`
	Name        string `json:"name"`
	Type        string `json:"type"`
	Default     string `json:"default"`
	HelpText    string `json:"help_text"`
	Optional    bool   `json:"optional"`
	MaxLength   int    `json:"max_length"`
}

// Submission is a form sent back.
type Submission struct {
	Type       string         `json:"type"`
	URL        string         `json:"url,omitempty"`
	CallbackID string         `json:"callback_id"`
	State      string         `json:"state"`
	UserID     string         `json:"user_id"`
	ChannelID  string         `json:"channel_id"`
	TeamID     string         `json:"team_id"`
	Submission map[string]any `json:"submission"`
	Cancelled  bool           `json:"cancelled"`
}

// SubmissionAnswer is what an integration answers to a form.
type SubmissionAnswer struct {
	Error  string            `json:"error,omitempty"`
	Errors map[string]string `json:"errors,omitempty"`
	Type   string            `json:"type,omitempty"`
	Form   *Dialog           `json:"form,omitempty"`
}

// Reaction is an emoji on a post.
type Reaction struct {
	UserID    string `json:"user_id"`
	PostID    string `json:"post_id"`
	EmojiName string `json:"emoji_name"`
}

// PostList is a listing of a channel.
type PostList struct {
	Order []string         `json:"order"`
	Posts map[string]*Post `json:"posts"`
}

// Failure is how the server says no.
type Failure struct {
	ID         string `json:"id"`
	Message    string `json:"message"`
	StatusCode int    `json:"status_code"`
}

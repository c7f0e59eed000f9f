package commands

// Trigger is one slash command that the chat must know: its word, and what the
// chat shows while it is being typed.
type Trigger struct {
	Name        string // without the slash
	Hint        string // "[ajouter | liste | voir | …]"
	Description string
}

package bottest

import "slices"

// What a test may look at that the API shows to nobody, or to one person only.

// Ephemerals are the posts that an account alone was shown, oldest first.
func (s *Server) Ephemerals(user string) []Post {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.ephemerals[user])
}

// Forms are the forms that were opened at somebody's, oldest first.
func (s *Server) Forms(user string) []Form {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.forms[user])
}

// Integrations are the buttons of a post, or of an ephemeral one, with what
// they call.
func (s *Server) Integrations(p Post) []Action {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p.Type != "system_ephemeral" {
		return slices.Clone(s.actions[p.ID])
	}
	var list []Action
	for _, button := range p.Buttons() {
		list = append(list, *s.cookies[button.Cookie])
	}
	return list
}

// Commands are the slash commands, with their tokens.
func (s *Server) Commands() []Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := make([]Command, len(s.commands))
	for i, c := range s.commands {
		list[i] = *c
	}
	return list
}

// DisableBot turns a bot account off, as an administrator does.
func (s *Server) DisableBot(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bots[id].DeleteAt = s.millis()
	s.users[id].DeleteAt = s.bots[id].DeleteAt
}

// Count counts the accounts, tokens, memberships and commands there are: what a
// set-up run again must leave alone.
func (s *Server) Count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.users) + len(s.bots) + len(s.tokens) + len(s.inTeam) + len(s.inChannel) + len(s.commands) + len(s.channels)
}

package bot

import (
	"regexp"
	"strings"
)

// mention is an @ and the word behind it.
var mention = regexp.MustCompile(`@[\pL\pN]+`)

// hush makes a text that calls no whole channel, whoever wrote it. What people
// type is made safe long before; this is the last line of defence.
func hush(text string) string {
	return mention.ReplaceAllStringFunc(text, func(word string) string {
		switch strings.ToLower(word[1:]) {
		case "all", "channel", "here":
			return "@\u200b" + word[1:]
		default:
			return word
		}
	})
}

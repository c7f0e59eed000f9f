// Package commands is the language people type. One file holds one command:
// its words, its arguments, who may use it, its texts in French and in English,
// what it does and the cards it draws. Help, usage, the hint of the chat and
// the table of the README are derived from that declaration, so they cannot
// drift from it.
//
// It knows neither the chat nor the database: a [Request] comes in, a
// [card.Reply] goes out.
package commands

// Package bottest holds a small Mattermost for tests and the contract that it
// keeps with the real one.
//
// [Server] is a fake with state: teams, channels, people, bots, posts, slash
// commands, buttons, forms and WebSockets, as far as jalon uses them. It is an
// http.RoundTripper, so a test needs no listener, and an http.Handler for the
// tests of WebSockets, which do. [Server.Break] makes it fail in every way that
// a network and a server can.
//
// [Contract] is the list of what jalon relies on. It runs against the fake in
// the unit tests and against a real server in e2e, so that the fake cannot
// drift from what it stands for. It knows only HTTP: the package imports
// neither Mattermost's nor jalon's own.
package bottest

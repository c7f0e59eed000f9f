// Package bot is the Mattermost side of jalon: what people type and press comes
// in through it, what jalon has to say goes out through it. No other package
// knows Mattermost.
//
// # In
//
// [Server] answers the three kinds of request that a Mattermost server sends to
// an integration: slash commands, buttons, forms. [Listener] hears private
// messages and mentions over the WebSocket. All of them become a
// commands.Request and get the same answer as a line typed in a console.
//
// Mattermost signs nothing it sends. A slash command proves itself with the
// token of its trigger; a button and a form carry a ticket that jalon sealed
// when it drew them ([Keyring]), so that a button planted by somebody, a replay
// on another post and an invented form are all refused.
//
// # Out
//
// [Poster] makes the calls of the delivery ledger and says of each failure what
// is known: not taken, never to be taken, or in doubt. Every post carries the
// key of its dispatch, by which [Poster.Find] recognises it after a doubt.
//
// # Around
//
// [Roster] keeps each service's agents the same as its channel's members;
// [Setup] registers jalon on a server; [Bot.Check] tells what is wrong and how to
// mend it.
package bot

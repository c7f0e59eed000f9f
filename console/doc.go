// Package console is the terminal side of jalon: the same commands as in the
// chat, without a server. It serves to try jalon, to help people from the
// machine it runs on, and to write down what they see as scripts.
//
// A [Console] is a small chat in memory. Its members and channels are those of
// the store; what jalon says by itself is printed, and the console always knows
// what it printed, so that a button can be pressed afterwards.
//
// # Lines
//
//	@alice #sgar            who speaks, and where, from here on; "dm" is in private
//	/echeance ajouter …     a command
//	echeance liste          the same, without its slash, in private
//	[Fait] E12              presses the button so labelled on the last card of E12
//	[Plutôt ven. 4 déc.]    presses that button, wherever it was last shown here
//	> 2027-01-08 09:00      says all that is due up to and including then, in order
//	>> 2027-01-08 09:00     an outage until then: the clock jumps, what is due goes out late
//	! /echeance fait E99    a line that must be refused
//	# a comment
//
// # What is printed
//
// A message that goes out begins with its moment and its place: "2027-01-08
// 09:00 #pref-62", or "@alice" for a private message. An answer, which only the
// person who asked sees, says so instead. A blank line ends each. No-break
// spaces are printed as plain ones.
package console

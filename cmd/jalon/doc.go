// Command jalon reminds the services of the State of what they owe, and when.
// It is a bot of a Mattermost server; "jalon demo" shows it without one.
//
// This package only wires the others together: it reads the command line,
// opens the database, and gives each part what it needs.
//
// # Exit status
//
//	0    all went well
//	1    something failed, or "check" found something wrong, or a line of a script was refused
//	2    the command line is wrong, or "date" refused what it was given
//	3    "date" can read what it was given in several ways
//	130  the program was told to end before its time
package main

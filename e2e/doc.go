// Package e2e drives jalon through a real Mattermost server, as its users'
// clients do.
//
// A World is one PostgreSQL, one Mattermost and the people of the tests. It
// lives as long as the test program. Each scenario opens a Region in it: a team
// of its own with the services' channels, so that scenarios do not see each
// other. Jalon is the program under test, set up in a region and run as a
// separate process, which a scenario may kill and start again, at another time
// of its own. A Relay stands between jalon and the server, and cuts, holds or
// loses what passes; a Tap stands on the way back, and keeps what the server
// sends.
//
// Nothing here uses jalon's own packages: what is not visible to a client of
// Mattermost, or to who runs the program, is not tested here.
package e2e

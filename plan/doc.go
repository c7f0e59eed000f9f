// Package plan is the domain of jalon: deadlines and their parts, services and
// agents, the rules they obey, the use cases that change them and the ledger of
// what must be said to whom.
//
// It knows neither chat nor SQL. What it stores goes through the port [Store];
// what it says is only queued here, as a [Delivery] in the transaction of the
// change that causes it, and leaves later through a [Dispatch].
//
// # Words
//
// échéance is a Deadline, and each concerned service owes one Part of it;
// rappel is a Reminder, a step of a Ladder before the date; report is a
// Postponement; service de l’État is a Service; agent is an Agent.
//
// # Time
//
// No function reads a clock: now is an argument. Appointments are a civil date,
// perhaps an hour, and the name of a zone; what happened is an instant in UTC.
package plan

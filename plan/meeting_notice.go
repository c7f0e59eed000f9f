package plan

// Notices about meetings. The commands own their words. Their subject is the
// meeting, "SE27", and their revision that of its schedule.
const (
	NoticeMeeting    Notice = "seance.carte"                  // the card, where meetings are coordinated
	NoticeMoved      Notice = "seance.deplacee"               // under the card, once for each move
	NoticePlace      Notice = "seance.lieu"                   // under the card, when only the place changes
	NoticeCalledOff  Notice = "seance.annulee"                // under the card; in private to who was to sit
	NoticeWasHeld    Notice = "seance.tenue"                  // in private at 17:00: was it held?
	NoticeMinutes    Notice = "seance.cr"                     // in private, J+3: the minutes are expected
	NoticeNoMinutes  Notice = "seance.cr-absent"              // in private to the décision role, J+7
	NoticeAsk        Notice = "representation.question"       // in private: can you sit?
	NoticeAskAgain   Notice = "representation.rappel"         // in private, after one working day
	NoticePassedOn   Notice = "representation.silence"        // in private, after two: the question goes on
	NoticeDecide     Notice = "representation.decider"        // to the décision role
	NoticeDecideSoon Notice = "representation.decider-rappel" // to the décision role: the meeting is near, and the seat still open
	NoticeReleased   Notice = "representation.remplacee"      // in private to who sat, and does not any more
	NoticeProxy      Notice = "representation.pouvoir"        // in private to who is given a proxy
	NoticeWatch      Notice = "representation.manquantes"     // every Monday, where meetings are coordinated
	NoticeTermEnding Notice = "instance.mandat"               // 90, 30 and 7 days before a term ends; its subject is the body
	NoticeDeparture  Notice = "instance.depart"               // the seats that somebody who leaves held
	NoticeProxyOver  Notice = "representation.pouvoir-rendu"  // in private to who gave a proxy that nobody holds any more
)

package plan

import "jalon/i18n"

// SearchKey is what the words of a [DeadlineFilter] are searched in: the title
// without its accents, its capitals and its typography.
func SearchKey(title string) string { return i18n.Fold(title) }

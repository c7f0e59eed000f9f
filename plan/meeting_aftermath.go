package plan

// aftermath prepares what is asked of a meeting once it took place.
func (f *freezing) aftermath(Delivery) (handled bool, err error) { return false, nil }

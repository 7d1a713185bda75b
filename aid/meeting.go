package aid

// MeetingID is the reference of a meeting.
type MeetingID string

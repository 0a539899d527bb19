package main

// callsHere is always true: FaceTime is part of the system and opens links to phone numbers.
func callsHere() bool { return true }

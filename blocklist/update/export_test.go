package update

// Cheapest is cheapest, to test which way it finds.
var Cheapest = cheapest

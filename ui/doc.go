// Package ui is the window: one file a screen, each a function from what it needs to what is shown.
//
// Nothing is decided, stored or fetched here. The screens ask the few interfaces in parts.go, which cmd fills, and say
// what comes back in the words of package i18n.
//
// # Rules every screen keeps
//
// The person in front of the screen may be seventy-five, frightened and on the phone with a criminal. So:
//
//   - The safe act is the largest thing on a screen. A screen asks one thing and always says what to do next.
//   - A level is told by colour, picture and words together. None is green and none says "safe".
//   - A verdict comes with its reasons. It never claims proof and never blames.
//   - What is typed stays in memory, and goes away with the screen. What looks like a PIN, a code or a card number is
//     refused, and the field emptied.
//   - Nothing moves, blinks or runs out of time. A question is never asked over another question.
//   - Text is 20 to 40 and is changed from every screen, as is the language; both take effect at once and lose nothing
//     that was typed or shown.
//   - Everything works by keyboard alone: Tab and the arrows go from control to control, Return or Space presses,
//     Escape goes back, the digit shown on a tile presses it, Page Up and Page Down scroll. A key that is held down
//     acts once.
//   - A page opens at its top. It scrolls down only. Text wraps and is never cut off, whoever wrote it.
//   - A button that would do nothing is not shown.
//
// # Threads
//
// Screens are built and changed on the toolkit's main goroutine. Anything that may take longer than a key press runs
// elsewhere, through App.do, and comes back through [fyne.Do]. Only App.do, App.report and App.ListsChanged call it.
package ui

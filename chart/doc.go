// Package chart draws where the projects of a programme stand, as pictures that
// read on a phone: a heat map of departments × projects and a tile map of the
// departments of a region. Each comes with the text that says the same.
//
// # Words
//
// météo is an [Outlook]; pire météo is the worst of a department; hors programme
// is a department that no project names.
//
// # Pictures
//
// A picture is [Width] pixels wide and is shown three times smaller on a phone:
// no word is smaller than 24 pixels. A colour never stands alone: each cell has a
// shape and a word too. The same input gives the same bytes; fonts are in the
// program.
package chart

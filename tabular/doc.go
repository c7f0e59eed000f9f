// Package tabular reads and writes tables: CSV as spreadsheets really make it
// (separators, marks, encodings) and XLSX. Cells are texts; what they mean is
// for the reader of the table. An error says where, by row and column.
package tabular

package tabular

import (
	"archive/zip"
	"bufio"
	"errors"
	"io"
	"strings"

	"jalon/i18n"
)

var (
	textTooHeavy = i18n.T(
		"le classeur dépasse {limit} Mo\u202f; coupez-le, ou enregistrez-le en CSV",
		"the workbook is over {limit} MB; cut it, or save it as CSV")
	textTooSwollen = i18n.T(
		"le classeur est trop grand une fois décompressé\u202f; coupez-le, ou enregistrez-le en CSV",
		"the workbook is too large once unpacked; cut it, or save it as CSV")
)

const (
	// largestRest is how much the parts of a workbook that hold no cell may weigh
	// unpacked, all together: they are read whole.
	largestRest = 16 << 20
	// longestTag is how many bytes may stand between two tags.
	longestTag = 1 << 19
)

// checkXLSX goes through a workbook as it unpacks, and refuses what would not
// be read within reason: sheets that swell, endless texts, endless rows. What it
// says of its own size is not believed.
func checkXLSX(file *io.SectionReader, limits Limits) error {
	if limits.Zipped > 0 && file.Size() > limits.Zipped {
		return &Error{Text: textTooHeavy.With("limit", limits.Zipped>>20)}
	}
	archive, err := zip.NewReader(file, file.Size())
	if err != nil {
		return &Error{Text: textNoFormat.With()}
	}
	left, rest := limits.Unzipped, min(limits.Unzipped, largestRest)
	for _, part := range archive.File {
		in, err := part.Open()
		if err != nil {
			return &Error{Text: textNoFormat.With()}
		}
		counted := &countdown{from: in, left: left}
		if name := strings.ToLower(part.Name); strings.HasPrefix(name, "xl/worksheets/sheet") || name == "xl/sharedstrings.xml" {
			err = checkTags(counted, limits)
		} else {
			counted.left = rest
			_, err = io.Copy(io.Discard, counted)
			rest = counted.left
		}
		left -= counted.read
		_ = in.Close()
		if refused, ok := errors.AsType[*Error](err); ok {
			return refused
		}
		if err != nil {
			return &Error{Text: textNoFormat.With()}
		}
	}
	return nil
}

// countdown reads what a workbook may still unpack.
type countdown struct {
	from       io.Reader
	left, read int64
}

// Read is that of what is counted, up to what is too much.
func (c *countdown) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.left -= int64(n)
	c.read += int64(n)
	if c.left < 0 {
		return 0, &Error{Text: textTooSwollen.With()}
	}
	return n, err
}

// checkTags goes through a sheet, or through the texts of the sheets.
func checkTags(from io.Reader, limits Limits) error {
	in := bufio.NewReaderSize(from, longestTag)
	inRow, texts := 0, 0
	for {
		_, err := in.ReadSlice('<')
		if errors.Is(err, io.EOF) {
			return nil
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			return &Error{Text: textTooLong.With("limit", limits.CellBytes)}
		}
		if err != nil {
			return err
		}

		switch name, _ := in.Peek(4); { // shorter at the end, where no tag is
		case isTag(name, "row"):
			inRow = 0
		case isTag(name, "c"):
			inRow++
		case isTag(name, "si"):
			texts++
		}
		if inRow > mostCells || (limits.Cells > 0 && texts > limits.Cells) {
			return &Error{Text: textTooFull.With()}
		}
	}
}

// isTag tells whether what follows a < is a tag of a name.
func isTag(next []byte, name string) bool {
	return len(next) > len(name) && string(next[:len(name)]) == name && strings.IndexByte(" />\t\r\n", next[len(name)]) >= 0
}

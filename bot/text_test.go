package bot

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var (
	code = regexp.MustCompile("`[^`]*`")
	// badSpace is an ordinary space where French wants one that does not break.
	badSpace = regexp.MustCompile(`[ \x{00a0}][:;!?»%€]|«[ \x{00a0}]|[A-Za-z]'[A-Za-z]`)
)

func TestFrenchTextsAreTypesetInFrench(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	texts := 0
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if f, ok := call.Fun.(*ast.SelectorExpr); !ok || f.Sel.Name != "T" || len(call.Args) != 2 {
				return true
			}
			texts++
			french := code.ReplaceAllString(literal(t, call.Args[0]), "")
			if bad := badSpace.FindString(french); bad != "" {
				t.Errorf("%q in %q", bad, french)
			}
			for _, word := range []string{"veuillez", "merci de", "désolé", " je ", " nous "} {
				if strings.Contains(strings.ToLower(french), word) {
					t.Errorf("%q in %q", word, french)
				}
			}
			return true
		})
	}
	if texts < 50 {
		t.Errorf("only %d texts were found", texts)
	}
}

// literal is the value of a text written in one or several pieces.
func literal(t *testing.T, e ast.Expr) string {
	t.Helper()
	switch e := e.(type) {
	case *ast.BinaryExpr:
		return literal(t, e.X) + literal(t, e.Y)
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		if err != nil {
			t.Fatal(err)
		}
		return text
	default:
		t.Fatalf("a text that is no literal: %T", e)
		return ""
	}
}

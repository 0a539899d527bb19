package store_test

import "testing"

func TestReportID(t *testing.T) {
	dir := t.TempDir()
	h := openHome(t, dir, options())
	id := func(dial string) string {
		t.Helper()
		id, err := h.ReportID(t.Context(), dial)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	first := id("+442071838750")
	h.Close()
	h = openHome(t, dir, options())
	if again := id("+442071838750"); len(first) != 32 || again != first {
		t.Errorf("ids %q and %q of one number, want the same 32 digits", first, again)
	}
	if id("+442071838751") == first {
		t.Error("two numbers have the same id")
	}
	h = openHome(t, t.TempDir(), options())
	if id("+442071838750") == first {
		t.Error("two people have the same id")
	}
}

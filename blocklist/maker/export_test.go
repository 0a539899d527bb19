package maker

import "context"

// Staged returns the reports of a file as an import adds them to the evidence, when so many are sorted in memory.
func Staged(ctx context.Context, dir string, limit int, file []Report) (sums []Report, runs int, err error) {
	s, err := newStage(ctx, dir)
	if err != nil {
		return nil, 0, err
	}
	defer s.close()
	s.limit = limit
	for _, r := range file {
		if err := s.add(r); err != nil {
			return nil, 0, err
		}
	}
	err = s.each(func(r staged) error {
		sums = append(sums, Report{
			Code: int(r.code), Number: r.number, Category: r.category, Reports: int(r.reports), Official: r.official,
			First: r.first, Last: r.last,
		})
		return nil
	})
	return sums, len(s.runs), err
}

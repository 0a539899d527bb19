package learn

import "math"

// row is what is known of one text, as numbers.
type row []float64

// regression is a logistic regression: a weight for each number of a row.
type regression struct {
	bias    float64
	weights []float64
}

// How a regression is fitted: a few numbers of about the same size, so plain descent finds the one minimum.
const (
	steps  = 3000
	rate   = 0.5
	ridge  = 0.001
	enough = 1e-5 // change of every weight in a step
)

// fit learns which rows are of a class by gradient descent. positive is what a row of the class counts against another.
func fit(rows []row, of []bool, positive float64) regression {
	r := regression{weights: make([]float64, len(rows[0]))}
	gradient := make([]float64, len(r.weights))
	var total float64
	for i := range rows {
		total += counts(of[i], positive)
	}
	for range steps {
		clear(gradient)
		var bias float64
		for i, row := range rows {
			miss := sigmoid(r.odds(row))
			if of[i] {
				miss--
			}
			miss *= counts(of[i], positive) / total
			bias += miss
			for k, v := range row {
				gradient[k] += miss * v
			}
		}
		r.bias -= rate * bias
		most := math.Abs(bias)
		for k, g := range gradient {
			g += ridge * r.weights[k]
			r.weights[k] -= rate * g
			most = max(most, math.Abs(g))
		}
		if rate*most < enough {
			break
		}
	}
	return r
}

func counts(of bool, positive float64) float64 {
	if of {
		return positive
	}
	return 1
}

func (r regression) odds(row row) float64 {
	sum := r.bias
	for k, v := range row {
		sum += v * r.weights[k]
	}
	return sum
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

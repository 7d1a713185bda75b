package web

func showHome(*visit) (any, error) { return nil, nil }

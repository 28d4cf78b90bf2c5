module serval/hack/binaries/pause

go 1.24.0

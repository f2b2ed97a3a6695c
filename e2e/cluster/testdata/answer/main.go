// Answer tells who asked, and asks others by name when told to: enough to see a cluster's network from inside.
package main

import (
	"fmt"
	"io"
	"net/http"
)

func main() {
	http.HandleFunc("GET /", func(response http.ResponseWriter, request *http.Request) {
		fmt.Fprintf(response, "you are %s", request.RemoteAddr)
	})
	http.HandleFunc("GET /via", func(response http.ResponseWriter, request *http.Request) {
		answer, err := http.Get(request.URL.Query().Get("url"))
		if err != nil {
			http.Error(response, err.Error(), http.StatusBadGateway)
			return
		}
		defer answer.Body.Close()
		_, _ = io.Copy(response, answer.Body)
	})
	panic(http.ListenAndServe(":8080", nil))
}

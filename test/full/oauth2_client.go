// Gets a token with golang.org/x/oauth2/clientcredentials and calls an API with the client that it makes; says in JSON
// what came of it. On stdin, as JSON: method (of client authentication), clientId, clientSecret, scopes, tokenUrl and apiUrl.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

var styles = map[string]oauth2.AuthStyle{
	"AuthStyleAutoDetect": oauth2.AuthStyleAutoDetect,
	"AuthStyleInHeader":   oauth2.AuthStyleInHeader,
	"AuthStyleInParams":   oauth2.AuthStyleInParams,
}

func main() {
	var task struct {
		Method, ClientID, ClientSecret, TokenURL, APIURL string
		Scopes                                           []string
	}
	must(json.NewDecoder(os.Stdin).Decode(&task))
	style, known := styles[task.Method]
	if !known {
		must(fmt.Errorf("there is no %q", task.Method))
	}
	config := clientcredentials.Config{
		ClientID:     task.ClientID,
		ClientSecret: task.ClientSecret,
		TokenURL:     task.TokenURL,
		Scopes:       task.Scopes,
		AuthStyle:    style,
	}
	ctx := context.Background()
	token, err := config.Token(ctx)
	var refused *oauth2.RetrieveError
	if errors.As(err, &refused) {
		say(refusal(refused))
		return
	}
	must(err)
	answer, err := config.Client(ctx).Get(task.APIURL)
	must(err)
	answer.Body.Close()
	say(map[string]any{"type": token.Type(), "valid": token.Valid(), "scope": token.Extra("scope"), "called": answer.StatusCode})
}

// What the library makes of an error answer: older versions have its body alone, newer ones the code as well.
func refusal(refused *oauth2.RetrieveError) map[string]any {
	said := map[string]any{"status": refused.Response.StatusCode, "body": string(refused.Body)}
	if code := reflect.ValueOf(*refused).FieldByName("ErrorCode"); code.IsValid() {
		said["errorCode"] = code.String()
	}
	return said
}

func say(what map[string]any) {
	must(json.NewEncoder(os.Stdout).Encode(what))
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

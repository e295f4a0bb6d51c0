// Renders a Helm chart with the engine Helm itself uses: Go's text/template and sprig. What Helm adds of its own (include, tpl, toYaml, required, lookup and
// the built-in objects) is below; hooks, dependencies and subcharts are left out. A value that does not exist is an error.
//
//	chart-renderer CHART RELEASE NAMESPACE [VALUES-FILE...]
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig/v3"
	"gopkg.in/yaml.v3"
)

type apiVersions []string

func (all apiVersions) Has(wanted string) bool {
	for _, one := range all {
		if one == wanted {
			return true
		}
	}
	return false
}

type files string

// Get gives a file of the chart, or nothing.
func (folder files) Get(name string) string {
	text, err := os.ReadFile(filepath.Join(string(folder), name))
	if err != nil {
		return ""
	}
	return string(text)
}

func main() {
	if len(os.Args) < 4 {
		fail(errors.New("usage: chart-renderer CHART RELEASE NAMESPACE [VALUES-FILE...]"))
	}
	if err := render(os.Args[1], os.Args[2], os.Args[3], os.Args[4:]); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func render(chart, release, namespace string, valueFiles []string) error {
	about, err := readYaml(filepath.Join(chart, "Chart.yaml"))
	if err != nil {
		return err
	}
	values, err := readYaml(filepath.Join(chart, "values.yaml"))
	if err != nil {
		return err
	}
	for _, file := range valueFiles {
		more, err := readYaml(file)
		if err != nil {
			return err
		}
		merge(values, more)
	}

	root := template.New("chart").Option("missingkey=error")
	root.Funcs(sprig.TxtFuncMap()).Funcs(helmFunctions(root))
	paths, err := filepath.Glob(filepath.Join(chart, "templates", "*"))
	if err != nil {
		return err
	}
	sort.Strings(paths)
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if _, err := root.New(filepath.Base(path)).Parse(string(text)); err != nil {
			return err
		}
	}

	data := map[string]interface{}{
		"Values":  values,
		"Files":   files(chart),
		"Chart":   upper(about),
		"Release": map[string]interface{}{"Name": release, "Namespace": namespace, "Service": "Helm", "IsInstall": true, "IsUpgrade": false, "Revision": 1},
		"Capabilities": map[string]interface{}{
			"APIVersions": apiVersions(strings.Split(os.Getenv("API_VERSIONS"), ",")),
			"KubeVersion": map[string]interface{}{"Version": "v1.36.0", "Major": "1", "Minor": "36"},
		},
	}
	for _, path := range paths {
		name := filepath.Base(path)
		if strings.HasPrefix(name, "_") {
			continue
		}
		data["Template"] = map[string]interface{}{"Name": name, "BasePath": "templates"}
		var text bytes.Buffer
		if err := root.ExecuteTemplate(&text, name, data); err != nil {
			return err
		}
		if name == "NOTES.txt" {
			fmt.Fprintln(os.Stderr, strings.TrimSpace(text.String()))
		} else if strings.TrimSpace(text.String()) != "" {
			fmt.Printf("---\n# Source: %s\n%s\n", name, strings.Trim(text.String(), "\n"))
		}
	}
	return nil
}

func helmFunctions(root *template.Template) template.FuncMap {
	include := func(name string, data interface{}) (string, error) {
		var text bytes.Buffer
		err := root.ExecuteTemplate(&text, name, data)
		return text.String(), err
	}
	return template.FuncMap{
		"include": include,
		"tpl": func(text string, data interface{}) (string, error) {
			one, err := template.Must(root.Clone()).New("tpl").Parse(text)
			if err != nil {
				return "", err
			}
			var result bytes.Buffer
			err = one.Execute(&result, data)
			return result.String(), err
		},
		"toYaml": func(value interface{}) (string, error) {
			var text bytes.Buffer
			encoder := yaml.NewEncoder(&text)
			encoder.SetIndent(2)
			err := encoder.Encode(value)
			return strings.TrimSuffix(text.String(), "\n"), err
		},
		"required": func(message string, value interface{}) (interface{}, error) {
			if value == nil || value == "" {
				return nil, errors.New(message)
			}
			return value, nil
		},
		"lookup": func(...string) map[string]interface{} { return map[string]interface{}{} },
	}
}

// Helm reads YAML by way of JSON: every number becomes a float.
func readYaml(path string) (map[string]interface{}, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var node map[string]interface{}
	if err := yaml.Unmarshal(text, &node); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	encoded, err := json.Marshal(node)
	if err != nil {
		return nil, err
	}
	result := map[string]interface{}{}
	return result, json.Unmarshal(encoded, &result)
}

func merge(into, more map[string]interface{}) {
	for key, value := range more {
		old, isMap := into[key].(map[string]interface{})
		if inner, ok := value.(map[string]interface{}); ok && isMap {
			merge(old, inner)
		} else {
			into[key] = value
		}
	}
}

func upper(fields map[string]interface{}) map[string]interface{} {
	result := map[string]interface{}{}
	for key, value := range fields {
		result[strings.ToUpper(key[:1])+key[1:]] = value
	}
	return result
}

package main

import "golang.org/x/sys/windows/registry"

// callsHere reports whether a program registered itself for links to phone numbers and can be started.
func callsHere() bool {
	for _, root := range []registry.Key{registry.CURRENT_USER, registry.LOCAL_MACHINE} {
		key, err := registry.OpenKey(root, `Software\Classes\`+callScheme+`\shell\open\command`, registry.QUERY_VALUE)
		if err == nil {
			return key.Close() == nil
		}
	}
	// Programs of the store register elsewhere, and Windows notes which of all the person chose.
	chosen := `Software\Microsoft\Windows\Shell\Associations\UrlAssociations\` + callScheme + `\UserChoice`
	key, err := registry.OpenKey(registry.CURRENT_USER, chosen, registry.QUERY_VALUE)
	if err != nil {
		return false
	}
	defer key.Close()
	program, _, err := key.GetStringValue("ProgId")
	return err == nil && program != ""
}

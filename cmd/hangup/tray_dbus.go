//go:build !windows && !darwin

package main

import (
	"context"
	"time"

	"github.com/godbus/dbus/v5"
)

// watcher is who shows tray icons, by the StatusNotifierItem specification of freedesktop.org.
const watcher = "org.kde.StatusNotifierWatcher"

// trayShown reports whether the desktop shows tray icons now. Many show none.
func trayShown(within time.Duration) bool {
	ctx, stop := context.WithTimeout(context.Background(), within)
	defer stop()
	conn := sessionBus(ctx)
	if conn == nil {
		return false
	}
	defer conn.Close()
	var shown dbus.Variant
	err := conn.Object(watcher, "/StatusNotifierWatcher").CallWithContext(ctx, "org.freedesktop.DBus.Properties.Get",
		dbus.FlagNoAutoStart, watcher, "IsStatusNotifierHostRegistered").Store(&shown)
	return err == nil && shown.Value() == true
}

// trayPossible reports whether there is a desktop that may show tray icons, be it a moment later: at the start of the
// computer programs start in any order.
func trayPossible(within time.Duration) bool {
	ctx, stop := context.WithTimeout(context.Background(), within)
	defer stop()
	conn := sessionBus(ctx)
	if conn == nil {
		return false
	}
	return conn.Close() == nil
}

// sessionBus connects to the person's bus, or returns nil where there is none. It never starts one.
func sessionBus(ctx context.Context) *dbus.Conn {
	conn, err := dbus.SessionBusPrivateNoAutoStartup(dbus.WithContext(ctx))
	if err != nil {
		return nil
	}
	if conn.Auth(nil) != nil || conn.Hello() != nil {
		_ = conn.Close() // it is of no use
		return nil
	}
	return conn
}

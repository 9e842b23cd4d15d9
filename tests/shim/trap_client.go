// tests/shim/trap_client.go: a Go program, which makes its system calls by itself, reads an ATECC's serial number.
package main

import (
	"fmt"
	"os"
	"sync"
	"syscall"
	"time"
)

const (
	i2cSlave = 0x0703
	atecc    = 0x60
)

func fail(what string, err error) {
	fmt.Fprintln(os.Stderr, what, err)
	os.Exit(1)
}

func setAddress(f *os.File, address uintptr) error {
	_, _, errno := syscall.Syscall(syscall.SYS_IOCTL, f.Fd(), i2cSlave, address)
	if errno != 0 {
		return errno
	}
	return nil
}

// Many threads at once, and the runtime's own signals among them.
func crowd() {
	var all sync.WaitGroup
	for i := 0; i < 8; i++ {
		all.Add(1)
		go func() {
			defer all.Done()
			for n := 0; n < 50; n++ {
				f, err := os.OpenFile("/dev/i2c-1", os.O_RDWR, 0)
				if err != nil {
					fail("open", err)
				}
				if err = setAddress(f, 0x21); err != nil {
					fail("I2C_SLAVE", err)
				}
				if _, err = f.Write([]byte{1}); err == nil {
					fail("somebody is at 21", nil)
				}
				f.Close()
			}
		}()
	}
	all.Wait()
}

func main() {
	answer := make([]byte, 35)
	status := make([]byte, 4)

	info, err := os.Stat("/dev/i2c-1")
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		fail("stat", err)
	}
	name, err := os.ReadFile("/sys/class/i2c-dev/i2c-1/name")
	if err != nil || string(name) != "sesim\n" {
		fail("name", err)
	}
	list, err := os.ReadDir("/sys/class/i2c-dev")
	if err != nil || len(list) == 0 {
		fail("list", err)
	}
	crowd()
	f, err := os.OpenFile("/dev/i2c-1", os.O_RDWR, 0)
	if err != nil {
		fail("open", err)
	}
	setAddress(f, 0)
	f.Write([]byte{0}) // wakes it; nobody acknowledges
	time.Sleep(2 * time.Millisecond)
	if err = setAddress(f, atecc); err != nil {
		fail("I2C_SLAVE", err)
	}
	if n, err := f.Read(status); n != 4 || status[1] != 0x11 {
		fail("wake", err)
	}
	// Read of 32 bytes at word 0 of the configuration zone
	if _, err = f.Write([]byte{0x03, 0x07, 0x02, 0x80, 0, 0, 0x09, 0xad}); err != nil {
		fail("write", err)
	}
	time.Sleep(5 * time.Millisecond)
	if n, err := f.Read(answer); n != 35 || answer[0] != 35 {
		fail("read", err)
	}
	fmt.Printf("%x%x\n", answer[1:5], answer[9:14])
}

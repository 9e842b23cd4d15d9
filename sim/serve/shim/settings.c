/* sim/serve/shim/settings.c: what `sesim run` left in the environment. */
#include "settings.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

static bool read_key(const char *hex, uint8_t *key)
{
	if (strlen(hex) != 2 * WIRE_KEY_SIZE)
		return false;
	for (size_t i = 0; i < WIRE_KEY_SIZE; i++) {
		int high = hex_digit(hex[2 * i]);
		int low = hex_digit(hex[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		key[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

static bool read_socket(const char *url, struct settings *s)
{
	static const char scheme[] = "unix:", key[] = ",key=";
	const char *path, *end;
	size_t len;

	if (!url || strncmp(url, scheme, sizeof(scheme) - 1) != 0)
		return false;
	path = url + sizeof(scheme) - 1;
	end = strstr(path, key);
	if (end && !read_key(end + sizeof(key) - 1, s->key))
		return false;
	len = end ? (size_t)(end - path) : strlen(path);
	if (len < 2 || len >= sizeof(s->address.sun_path))
		return false;
	s->address.sun_family = AF_UNIX;
	memcpy(s->address.sun_path, path, len);
	s->address_len = offsetof(struct sockaddr_un, sun_path) + len;
	if (path[0] == '@')
		s->address.sun_path[0] = '\0';
	return true;
}

static bool read_bus(const char *text, struct settings *s)
{
	char *end;
	unsigned long bus;

	if (!text || text[0] < '0' || text[0] > '9')
		return false;
	bus = strtoul(text, &end, 10);
	if (*end || bus >= SETTINGS_MINORS)
		return false;
	s->bus = (unsigned)bus;
	snprintf(s->name, sizeof(s->name), "i2c-%u", s->bus);
	snprintf(s->node, sizeof(s->node), "/dev/i2c-%u", s->bus);
	return true;
}

static void read_settings(struct settings *s)
{
	const char *tree = getenv("SESIM_TREE");

	s->on = read_socket(getenv("SESIM_SOCKET"), s) && read_bus(getenv("SESIM_BUS"), s);
	if (tree && tree[0] == '/' && strlen(tree) < sizeof(s->tree)) {
		memcpy(s->tree, tree, strlen(tree) + 1);
		s->tree_len = strlen(tree);
	}
}

/*
 * Nobody can hand its state to a library that was put before a stranger's program. What it keeps is here, in real.c,
 * client.c, streams.c and folders.c, and nowhere else.
 */
enum { UNREAD, READING, READ };

const struct settings *settings(void)
{
	static const struct settings off;
	static struct settings kept;
	static atomic_int state;
	int expected = UNREAD;

	if (atomic_load_explicit(&state, memory_order_acquire) == READ)
		return &kept;
	/* Called before libc is ready, or while another thread reads: there is no bus yet. */
	if (!environ || !atomic_compare_exchange_strong(&state, &expected, READING))
		return &off;
	read_settings(&kept);
	atomic_store_explicit(&state, READ, memory_order_release);
	return &kept;
}

__attribute__((constructor)) static void read_settings_early(void)
{
	settings();
}

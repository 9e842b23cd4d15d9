/*
 * examples/atca_slot.c: keys and files of one's own in the slots of an ATECC, as a TrustFLEX part leaves them open.
 *
 *     atca-slot BUS ADDRESS generate SLOT --for-good
 *     atca-slot BUS ADDRESS put SLOT FILE
 *     atca-slot BUS ADDRESS get SLOT FILE
 *
 * ADDRESS is in hex: 60 of a blank part, 36 of TrustFLEX. A key is made inside, in place of the one that was there, which
 * nothing brings back. A file stands in its slot behind two bytes that say how long it is. Exit status: 0 done, 1 the part
 * refuses, 2 usage or a bad file, 3 no part answers.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "atca_keys.h"
#include "atca_memory.h"
#include "hex.h"
#include "open_link.h"

enum {
	STATUS_REFUSED = 1,
	STATUS_USAGE = 2,
	STATUS_NO_PART = 3,
	SLOT_MAX = 416,
	LENGTH = 2,
	UNIT = 4, /* what plain slots are written by */
};

static const char usage[] = "usage: atca-slot BUS ADDRESS generate SLOT --for-good\n"
			    "       atca-slot BUS ADDRESS put SLOT FILE\n"
			    "       atca-slot BUS ADDRESS get SLOT FILE\n"
			    "\n"
			    "BUS: " OPEN_LINK_USAGE "\n"
			    "ADDRESS: of the part, in hex; SLOT: 0 to 15\n"
			    "generate replaces the slot's key for good\n";

static int says(const struct atca_host *host, int rc, const char *what, unsigned slot, struct why *why)
{
	if (rc == -EREMOTEIO)
		return why_fail(why, EREMOTEIO, "%s slot %u: the part refuses with status %02x", what, slot,
			host->status);
	return rc < 0 ? why_errno(why, rc, "%s slot %u", what, slot) : 0;
}

static int generate(struct atca_host *host, unsigned slot, const char *path, struct why *why)
{
	uint8_t point[ATCA_POINT];

	if (strcmp(path, "--for-good") != 0)
		return why_fail(why, EINVAL, "generate replaces the key for good: say --for-good");
	host->irreversible_allowed = true;
	return says(host, atca_generate(host, slot, point), "a new key in", slot, why);
}

static int put(struct atca_host *host, unsigned slot, const char *path, struct why *why)
{
	uint8_t bytes[SLOT_MAX] = { 0 };
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));
	size_t room = atca_slot_bytes(slot), len;
	FILE *file = fopen(path, "rb");
	bool good;
	int rc;

	if (!file)
		return why_errno(why, EINVAL, "cannot open %s", path);
	len = fread(bytes + LENGTH, 1, sizeof(bytes) - LENGTH, file);
	good = !ferror(file) && fgetc(file) == EOF && len > 0 && LENGTH + len <= room;
	fclose(file);
	if (!good)
		return why_fail(why, EINVAL, "%s has to be 1 to %zu bytes to go into slot %u", path,
			room > LENGTH ? room - LENGTH : 0, slot);
	wbuf_be16(&w, (uint16_t)len);
	rc = atca_write_slot(host, slot, 0, bytes, (LENGTH + len + UNIT - 1) / UNIT * UNIT);
	return says(host, rc, "writing", slot, why);
}

static int get(struct atca_host *host, unsigned slot, const char *path, struct why *why)
{
	uint8_t bytes[SLOT_MAX];
	size_t room = atca_slot_bytes(slot), len;
	struct rbuf r;
	FILE *file;
	bool good;
	int rc = atca_read_slot(host, slot, 0, bytes, room);

	if (rc < 0)
		return says(host, rc, "reading", slot, why);
	r = rbuf_from(bytes, room);
	len = rbuf_be16(&r);
	if (len == 0 || len > rbuf_left(&r))
		return why_fail(why, EPROTO, "slot %u holds no file", slot);
	file = fopen(path, "wb");
	good = file && fwrite(r.at, 1, len, file) == len;
	return file && fclose(file) == 0 && good ? 0 : why_fail(why, EINVAL, "cannot write %s", path);
}

static const struct action {
	const char *name;
	int (*run)(struct atca_host *host, unsigned slot, const char *path, struct why *why);
} actions[] = {
	{ "generate", generate },
	{ "put", put },
	{ "get", get },
};

static const struct action *find_action(int argc, char **argv, uint32_t *address, unsigned long *slot)
{
	char *end;

	if (argc != 6 || !hex_number(argv[2], strlen(argv[2]), address) || *address > 0x7f)
		return NULL;
	*slot = strtoul(argv[4], &end, 10);
	if (end == argv[4] || *end || *slot >= ATCA_SLOTS)
		return NULL;
	for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++)
		if (strcmp(argv[3], actions[i].name) == 0)
			return &actions[i];
	return NULL;
}

static int run(const char *bus, uint16_t address, const struct action *action, unsigned slot,
	const char *path, struct why *why)
{
	struct link *link;
	struct atca_host host;
	struct atca_answer woken;
	int rc = open_link(&link, bus, why);

	if (rc < 0)
		return rc == -EINVAL ? rc : -ENODEV;
	host = atca_host_make(link, address);
	rc = atca_host_wake(&host, &woken);
	if (rc < 0) {
		rc = why_fail(why, ENODEV, "no part wakes at address %02x of %s", address, bus);
	} else {
		rc = action->run(&host, slot, path, why);
		atca_host_sleep(&host);
	}
	link_close(link);
	return rc;
}

int main(int argc, char **argv)
{
	uint32_t address = 0;
	unsigned long slot = 0;
	const struct action *action = find_action(argc, argv, &address, &slot);
	struct why why = { "" };
	int rc;

	if (!action) {
		fputs(usage, stderr);
		return STATUS_USAGE;
	}
	rc = run(argv[1], (uint16_t)address, action, (unsigned)slot, argv[5], &why);
	if (rc == 0) {
		printf("atca-slot: %s slot %lu\n", action->name, slot);
		return 0;
	}
	fprintf(stderr, "atca-slot: %s\n", why.text);
	if (rc == -EINVAL)
		return STATUS_USAGE;
	return rc == -ENODEV || rc == -ETIMEDOUT ? STATUS_NO_PART : STATUS_REFUSED;
}

/* sim/cli/lend.c: a bus for others to use: opened, its parts asked who they are, a real one behind the guard. */
#include "lend.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "atca_memory.h"
#include "cli.h"
#include "hex.h"
#include "se05x_link.h"
#include "se05x_objects.h"

enum {
	WAKE_NS = 1500000,
};

/* Where ATECCs are as they are delivered: blank, and of the Trust Platform; and SE05x. */
static const uint16_t usual[] = { 0x60, 0x58, 0x35, 0x36, 0x59, T1_ADDRESS_DEFAULT };

static void set_serial(struct guard_part *part, const uint8_t *serial, size_t len)
{
	if (2 * len < sizeof(part->serial))
		hex_text(part->serial, serial, len);
}

/* Whether an ATECC says that it has been woken: nobody else's bytes look so. */
static bool is_atecc(struct link *link, uint16_t address)
{
	static const uint8_t awake[] = { 0x04, 0x11, 0x33, 0x43 };
	const uint8_t zero = 0, idle = ATCA_WORD_IDLE;
	uint8_t answer[sizeof(awake)];

	/* One that is awake says it no more. */
	link_write(link, address, &idle, 1);
	link_write(link, 0, &zero, 1);
	link_wait(link, WAKE_NS);
	return link_read(link, address, answer, sizeof(answer)) == 0 &&
	       memcmp(answer, awake, sizeof(awake)) == 0;
}

static bool ask_atecc(struct link *link, struct guard_part *part)
{
	struct atca_host host = atca_host_make(link, part->address);
	uint8_t serial[ATCA_PART_SERIAL];

	if (!is_atecc(link, part->address))
		return false;
	part->kind = GUARD_ATECC;
	part->has_config = atca_read_config(&host, part->config) == 0;
	if (atca_read_serial(&host, serial) == 0)
		set_serial(part, serial, sizeof(serial));
	atca_host_idle(&host);
	return true;
}

static bool ask_se05x(struct link *link, struct guard_part *part)
{
	struct se05x_link at = { .link = link, .address = part->address };
	const struct t1_port port = se05x_link_port(&at);
	uint8_t serial[SE05X_UNIQUE_ID_BYTES];
	struct se05x_host host;

	if (se05x_host_open(&host, &port) < 0)
		return false;
	part->kind = GUARD_SE05X;
	if (se05x_unique_id(&host, serial) == 0)
		set_serial(part, serial, sizeof(serial));
	t1_host_end(&host.t1);
	return true;
}

static void ask_at(struct link *link, struct guard_options *guard, uint16_t address)
{
	struct guard_part *part = &guard->parts[guard->n_parts];

	for (size_t i = 0; i < guard->n_parts; i++)
		if (guard->parts[i].address == address)
			return;
	if (guard->n_parts == GUARD_PARTS_MAX)
		return;
	*part = (struct guard_part){ .address = address };
	if (address == T1_ADDRESS_DEFAULT ? ask_se05x(link, part) : ask_atecc(link, part))
		guard->n_parts++;
}

static struct guard_part *part_with(struct guard_options *guard, const char *serial)
{
	for (size_t i = 0; i < guard->n_parts; i++)
		if (guard->parts[i].serial[0] != '\0' && strcasecmp(guard->parts[i].serial, serial) == 0)
			return &guard->parts[i];
	return NULL;
}

static void say_found(const struct lend_options *options, const struct guard_part *part)
{
	char sentence[200];

	snprintf(sentence, sizeof(sentence),
		"%s at address %02x, serial number %s: what cannot be undone is %s",
		part->kind == GUARD_ATECC ? "an ATECC" : "an SE05x", part->address,
		part->serial[0] ? part->serial : "unknown",
		part->allowed ? "ALLOWED" : "refused (--allow-irreversible SERIAL allows it)");
	options->note(options->note_context, sentence);
}

static int allow(struct guard_options *guard, const char *url, const struct lend_options *options)
{
	for (size_t i = 0; i < options->n_allowed; i++) {
		struct guard_part *part = part_with(guard, options->allowed[i]);

		if (!part)
			return cli_say(options->name, CLI_DEVICE,
				"no part on %s says that its serial number is %s", url, options->allowed[i]);
		part->allowed = true;
	}
	return CLI_GOOD;
}

int lend_guard(struct link **link, const char *url, const struct lend_options *options)
{
	struct guard_options guard = { .note = options->note, .note_context = options->note_context };
	struct link *inner = *link;
	struct why why;
	int status;

	if (inner->info.simulated)
		return CLI_GOOD;
	for (size_t i = 0; i < options->n_places; i++)
		ask_at(inner, &guard, options->places[i]);
	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		ask_at(inner, &guard, usual[i]);
	status = allow(&guard, url, options);
	for (size_t i = 0; i < guard.n_parts; i++)
		say_found(options, &guard.parts[i]);
	if (guard.n_parts == 0)
		options->note(options->note_context,
			"no part has said who it is: whatever answers later is guarded");
	if (status == CLI_GOOD && link_guard(link, inner, &guard, &why) < 0)
		status = cli_tell(options->name, &why, CLI_DEVICE);
	return status;
}

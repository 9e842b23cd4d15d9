/* proto/link/link.c: what all links have in common. */
#include "link.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

int link_open(struct link **out, const char *url, const struct link_scheme *const *schemes, size_t n,
	struct why *why)
{
	size_t name_len = strcspn(url, ":");
	char known[128] = "";

	*out = NULL;
	for (size_t i = 0; i < n; i++) {
		size_t used = strlen(known);

		if (strlen(schemes[i]->name) == name_len && url[name_len] == ':' &&
			strncmp(url, schemes[i]->name, name_len) == 0)
			return schemes[i]->missing ? why_fail(why, EOPNOTSUPP, "%s cannot be opened: %s", url,
							     schemes[i]->missing)
						   : schemes[i]->open(schemes[i], url, out, why);
		snprintf(known + used, sizeof(known) - used, "%s: ", schemes[i]->name);
	}
	return why_fail(why, EINVAL, "%s is no link, known are %s", url, known);
}

int link_transfer(struct link *link, struct i2c_message *msgs, size_t n, size_t *done)
{
	return link->ops->transfer(link, msgs, n, done);
}

enum wire_outcome link_outcome(int rc)
{
	static const struct {
		int rc;
		enum wire_outcome outcome;
	} outcomes[] = {
		{ -ENXIO, WIRE_ADDRESS_NACK },
		{ -EIO, WIRE_DATA_NACK },
		{ -EAGAIN, WIRE_ARBITRATION_LOST },
		{ -ETIMEDOUT, WIRE_TIMEOUT },
	};

	for (size_t i = 0; i < sizeof(outcomes) / sizeof(outcomes[0]); i++)
		if (outcomes[i].rc == rc)
			return outcomes[i].outcome;
	return rc < 0 ? WIRE_NOT_RUN : WIRE_OK;
}

static int one_message(struct link *link, struct i2c_message *m, size_t len)
{
	size_t done;
	int rc;

	if (len > I2C_MESSAGE_MAX)
		return -EINVAL;
	m->len = (uint16_t)len;
	rc = link_transfer(link, m, 1, &done);
	return rc < 0 ? rc : 0;
}

int link_write(struct link *link, uint16_t addr, const void *bytes, size_t len)
{
	struct i2c_message m = { .addr = addr, .bytes = (uint8_t *)bytes }; /* only read */

	return one_message(link, &m, len);
}

int link_read(struct link *link, uint16_t addr, void *bytes, size_t len)
{
	struct i2c_message m = { .addr = addr, .flags = I2C_READ, .bytes = bytes };

	return one_message(link, &m, len);
}

int link_wait(struct link *link, uint64_t ns)
{
	return link->ops->wait(link, ns);
}

int link_act(struct link *link, enum link_act act, uint32_t argument)
{
	return link->ops->act ? link->ops->act(link, act, argument) : -EOPNOTSUPP;
}

int link_fault(struct link *link, const char *script, struct why *why)
{
	if (link->ops->fault)
		return link->ops->fault(link, script, why);
	return why_fail(
		why, EOPNOTSUPP, "there are no faults on this link: its bus is not simulated in reach");
}

void link_close(struct link *link)
{
	if (link)
		link->ops->close(link);
}

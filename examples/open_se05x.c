/* examples/open_se05x.c: an SE05x on the bus that a user names. */
#include "open_se05x.h"

#include <errno.h>

enum {
	STATUS_REFUSED = 1,
	STATUS_USAGE = 2,
	STATUS_NO_PART = 3,
};

int open_se05x(struct open_se05x *part, const char *bus, struct why *why)
{
	int rc = open_link(&part->link, bus, why);

	if (rc < 0)
		return rc == -EINVAL ? rc : -ENODEV;
	part->at = (struct se05x_link){ part->link, T1_ADDRESS_DEFAULT };
	part->port = se05x_link_port(&part->at);
	if (se05x_host_open(&part->host, &part->port) == 0)
		return 0;
	link_close(part->link);
	return why_fail(why, ENODEV, "no SE05x answers at address %02x of %s", T1_ADDRESS_DEFAULT, bus);
}

void close_se05x(struct open_se05x *part)
{
	t1_host_end(&part->host.t1);
	link_close(part->link);
}

int open_se05x_says(const struct open_se05x *part, int rc, const char *what, uint32_t id, struct why *why)
{
	if (rc == -EREMOTEIO)
		return why_fail(why, EREMOTEIO, "%s %08x: the part refuses with status %04x", what, id,
			part->host.status);
	if (rc == -EPERM)
		return why_fail(why, EPERM,
			"%s %08x: what is there would be lost for good, and nothing says that this part is "
			"simulated",
			what, id);
	if (rc == -EPROTO)
		return why_fail(why, EPROTO, "%s %08x: the part holds something else there", what, id);
	return rc < 0 ? why_errno(why, rc, "%s %08x", what, id) : 0;
}

int open_se05x_status(int rc)
{
	switch (rc) {
	case 0:
		return 0;
	case -EREMOTEIO:
	case -EPROTO:
	case -EEXIST:
	case -ENOENT:
	case -EPERM:
	case -EKEYREJECTED:
		return STATUS_REFUSED;
	case -ENODEV:
	case -ENXIO:
	case -ETIMEDOUT:
		return STATUS_NO_PART;
	default:
		return STATUS_USAGE;
	}
}

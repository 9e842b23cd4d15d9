/*
 * proto/host/se05x_host.h: a small driver of an SE05x: the IoT applet, in plain or through the platform channel.
 *
 * Functions return 0 or a negative errno: those of t1_host.h and scp03_host.h, and -EREMOTEIO when the part refused, its
 * status word then in host->status.
 */
#ifndef SESIM_HOST_SE05X_HOST_H
#define SESIM_HOST_SE05X_HOST_H

#include "scp03_host.h"
#include "se05x.h"
#include "t1_host.h"

enum {
	SE05X_VERSION = 7, /* bytes that SELECT answers: version (3), AppletConfig (2), Secure Box (2) */
	SE05X_DATA_MAX = 1024,
};

struct se05x_host {
	struct t1_host t1;
	bool protects; /* the platform channel is open */
	struct scp03_host channel;
	uint8_t version[SE05X_VERSION];
	uint16_t status;           /* of the newest command */
	bool irreversible_allowed; /* se05x_objects.h: on a part that is not known to be simulated too */
};

/* Resets the link and selects the applet. */
int se05x_host_open(struct se05x_host *host, const struct t1_port *port);

/* Opens the platform channel at level 33 with the keys of that version; challenge: 8 random bytes. */
int se05x_host_protect(struct se05x_host *host, uint8_t key_version, const uint8_t enc[SCP03_HOST_KEY],
	const uint8_t mac[SCP03_HOST_KEY], const uint8_t challenge[SCP03_HOST_CHALLENGE]);

/* One command in plain; its answer's data, without status, goes to `answer`. */
int se05x_host_apdu(struct se05x_host *host, const struct apdu *apdu, struct wbuf *answer);

/* The same of the applet: CLA 80, these TLVs. */
int se05x_host_command(struct se05x_host *host, uint8_t ins, uint8_t p1, uint8_t p2, const struct wbuf *tlvs,
	struct wbuf *answer);

#endif

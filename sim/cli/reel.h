/* sim/cli/reel.h: what manifests tell of one part: its number, the public halves of its keys, its certificates. */
#ifndef SESIM_CLI_REEL_H
#define SESIM_CLI_REEL_H

#include "certificate.h"
#include "cursor.h"
#include "part_kind.h"

enum {
	REEL_ITEMS = 16,    /* keys, certificates: an SE050C has nine and eleven */
	REEL_BYTES = 32768, /* all of them in DER */
	REEL_NAME_MAX = 48, /* of a file */
	REEL_NONE = REEL_ITEMS,
};

struct reel_certificate {
	const struct profile_certificate *from;
	const char *name; /* what the profile calls it */
	uint32_t at;      /* slot or object */
	struct rbuf der;
	size_t signer; /* which other one signed it; REEL_NONE: none that the part holds */
};

struct reel_key {
	char algorithm[16]; /* "P-256", "RSA-2048" */
	uint32_t at;
	struct rbuf spki;   /* SubjectPublicKeyInfo */
	struct rbuf point;  /* P-256: X, Y; others: empty */
	size_t certificate; /* the one for it; REEL_NONE: there is none */
};

/* Large: one a worker. It points into itself, so it is never copied. */
struct reel_part {
	const struct profile *profile;
	bool slots; /* keys and certificates are in slots, not in objects */
	char file[REEL_NAME_MAX];
	uint8_t serial[PART_SERIAL_MAX];
	size_t serial_len;
	struct reel_key keys[REEL_ITEMS];
	size_t n_keys;
	struct reel_certificate certificates[REEL_ITEMS];
	size_t n_certificates;
	struct wbuf bytes;
	uint8_t room[REEL_BYTES];
};

/* Fills in all of it; file is SERIAL.nvm. maker: who made it. 0 or a negative errno. */
int reel_part_of(struct reel_part *reel, const struct part *part, const struct certificate_maker *maker,
	struct why *why);

/* How a kind of chip tells its keys and certificates. */
struct reel_kind {
	const struct part_kind *kind;
	bool slots;
	int (*keys)(struct reel_part *reel, const struct part *part, struct crypto *crypto);
	/* One certificate in DER; nothing when it is not there. */
	int (*certificate)(const struct part *part, const struct certificate_maker *maker,
		const struct profile_certificate *certificate, struct wbuf *der);
};

extern const struct reel_kind reel_atecc;
extern const struct reel_kind reel_se050;

/* For keys: one at a slot or object. -ENOSPC: more than there is room for. */
int reel_add_key(struct reel_part *reel, uint32_t at, const struct x509_key *from);

#endif

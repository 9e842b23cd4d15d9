/* proto/provider/element_kind.h: what a kind of chip does for element.c, with its link open and nobody else on it. */
#ifndef SESIM_PROVIDER_ELEMENT_KIND_H
#define SESIM_PROVIDER_ELEMENT_KIND_H

#include <sys/types.h>
#include <time.h>

#include "atca_host.h"
#include "element.h"
#include "se05x_host.h"

/* A link with all the chips that are used over it. */
struct shared_link {
	struct shared_link *next;
	char url[REFERENCE_LINK_MAX];
	pthread_mutex_t lock; /* of all below */
	struct link *link;    /* NULL: not open */
	pid_t owner;          /* who opened it */
	struct element *chips;
};

struct element {
	struct element *next;
	const struct element_kind *kind;
	const struct elements *all;
	struct shared_link *shared;
	uint16_t address;
	bool has_scp03;
	struct reference_scp03 scp03;
	bool awake;   /* the conversation has begun */
	time_t until; /* element_port.h */
	unsigned int silent;
	struct se05x_host se05x;
};

struct element_kind {
	const char *name;
	enum reference_family family;
	/* Begins the conversation. */
	int (*open)(struct element *chip, struct why *why);
	int (*public_key)(struct element *chip, uint32_t key, struct element_public *out, struct why *why);
	int (*ecdsa)(struct element *chip, uint32_t key, struct rbuf digest, struct wbuf *signature,
		struct why *why);
	/* These two may be NULL: it has no such thing. */
	int (*rsa_message)(struct element *chip, uint32_t key, int digest, bool pss, struct rbuf message,
		struct wbuf *signature, struct why *why);
	int (*rsa_block)(
		struct element *chip, uint32_t key, struct rbuf block, struct wbuf *out, struct why *why);
	/* NULL: it holds none. */
	int (*certificates)(struct element *chip, enum reference_certificate which, uint32_t file,
		struct wbuf *out, struct why *why);
	/* Whether a key is there. */
	int (*occupied)(struct element *chip, uint32_t key, bool *occupied, struct why *why);
	int (*generate)(struct element *chip, uint32_t key, int curve, struct why *why);
};

extern const struct element_kind element_kind_se05x;
extern const struct element_kind element_kind_atecc;

#endif

/* sim/se050/mac_kinds.h: the MACs of AN12413 table 36, each as beginning, data and end over plain bytes. */
#ifndef SESIM_SE050_MAC_KINDS_H
#define SESIM_SE050_MAC_KINDS_H

#include "crypto_des_mac.h"
#include "digest.h"
#include "object.h"

/* A running MAC; which member, its kind says. The key is apart. */
union mac_running {
	struct hash hash; /* HMAC's inner one */
	struct aes_cmac aes;
	struct des_mac des;
};

struct mac_kind;

/* A kind of MAC under a key. */
struct mac_job {
	struct crypto *crypto;
	const struct mac_kind *kind;
	struct rbuf key;
};

struct mac_method {
	size_t size; /* of its member of union mac_running, where only that is kept */
	void (*begin)(const struct mac_job *job, union mac_running *running);
	int (*update)(const struct mac_job *job, union mac_running *running, struct rbuf data);
	int (*end)(const struct mac_job *job, const union mac_running *running, uint8_t *mac);
};

struct mac_kind {
	uint8_t number;
	uint8_t class;   /* of its keys */
	uint8_t detail;  /* HMAC: enum digest_kind; DES: enum des_mac_end */
	uint8_t len;     /* of the MAC */
	uint8_t key_len; /* 0: every length of the class */
	const struct mac_method *method;
};

/* NULL: no such MAC. */
const struct mac_kind *mac_kind_find(uint8_t number);
/* Whether this key serves for it. */
bool mac_kind_takes(const struct mac_kind *kind, const struct se050_object *key);

#endif

/*
 * sim/cli/bench_part.h: one part that is benchmarked: its link, what is known of it, the hosts that talk to it.
 *
 * What an operation does to a part is undone: a simulated one goes back to the snapshot that was taken first, from a real
 * one the objects that were made are deleted. Functions return 0 or a negative errno with a sentence: -EREMOTEIO when the
 * part refuses, -EOPNOTSUPP and -EPERM for what cannot or must not be done there, -EBADMSG for a wrong answer; all others
 * are the link's.
 */
#ifndef SESIM_CLI_BENCH_PART_H
#define SESIM_CLI_BENCH_PART_H

#include <openssl/evp.h>

#include "atca_host.h"
#include "conform_subject.h"
#include "link_meter.h"
#include "link_options.h"
#include "se05x_host.h"
#include "se05x_link.h"

enum {
	BENCH_DIGEST = 32,
	BENCH_POINT = 65, /* 04, X, Y */
	BENCH_RAW = 64,   /* R, S */
	BENCH_DER = 72,
	BENCH_REASON = 200,
};

enum bench_kind { BENCH_ATECC = 1, BENCH_SE05X = 2 };

/* The host's own key, that of whom parts verify and agree with. */
struct bench_peer {
	EVP_PKEY *key;
	uint8_t point[BENCH_POINT];
	uint8_t digest[BENCH_DIGEST]; /* what everybody signs */
	uint8_t raw[BENCH_RAW];       /* its signature, and the same in DER */
	uint8_t der[BENCH_DER];
	size_t der_len;
};

/* What the user allows, and says of the part. */
struct bench_wishes {
	bool allow_writes;
	bool has_key;
	uint32_t key; /* an ATECC's slot, an SE05x's object */
	bool has_spare;
	uint32_t spare; /* an ATECC's slot in which keys may be made */
};

struct bench_tls;

struct bench_part {
	const char *url;
	struct link_options links;
	struct conform_subject subject;
	struct link *link; /* it counts into tally */
	struct link_tally tally;
	enum bench_kind kind;
	const struct bench_wishes *wishes;
	const struct bench_peer *peer;
	bool keeps;     /* snapshot 0 is the part as it was found, 1 as it is benchmarked */
	bool was_blank; /* and was given a life for this */
	bool may_write;
	bool has_key;
	uint32_t key;
	uint8_t point[BENCH_POINT];
	char no_key[BENCH_REASON];
	uint8_t signature[BENCH_DER]; /* of the newest operation that makes one, DER or raw */
	size_t signature_len;
	struct bench_tls *tls;

	/* An ATECC. */
	struct atca_host atca;
	struct atca_answer answer;
	bool has_aes;
	unsigned data_slot; /* whose first block may be written; 0: none known */
	uint8_t block[32];
	bool may_create;
	unsigned spare;

	/* An SE05x. */
	struct se05x_link at;
	struct se05x_host se05x;
	bool made_objects;
	uint32_t certificate; /* the file that holds one, 0: none known */
};

enum bench_need {
	BENCH_NEEDS_KEY = 1 << 0,
	BENCH_NEEDS_WRITES = 1 << 1,
	BENCH_NEEDS_LIFE = 1 << 2,    /* a blank simulated ATECC that can be given a life again and again */
	BENCH_NEEDS_CHANNEL = 1 << 3, /* an SE05x's platform keys */
	BENCH_NEEDS_SPARE = 1 << 4,   /* an ATECC's slot to make keys in */
	BENCH_NEEDS_DATA = 1 << 5,    /* an ATECC's slot to write */
	BENCH_NEEDS_AES = 1 << 6,     /* an AES key */
	BENCH_NEEDS_OBJECTS = 1 << 7, /* an SE05x's objects, made for this */
};

/* One thing that is timed: run. What comes before and after it each time is not. NULL: nothing. */
struct bench_op {
	const char *scenario;
	const char *name;
	unsigned int needs;
	int (*before)(struct bench_part *part, struct why *why);
	int (*run)(struct bench_part *part, struct why *why);
	int (*after)(struct bench_part *part, struct why *why);
};

extern const struct bench_op bench_atecc_ops[];
extern const size_t bench_n_atecc_ops;
extern const struct bench_op bench_se05x_ops[];
extern const size_t bench_n_se05x_ops;

/* The operation of that name for a part; NULL: none. */
const struct bench_op *bench_op_of(const struct bench_part *part, const char *scenario, const char *name);

/* Why an operation is not run there; false: nothing keeps it from it. */
bool bench_cannot(const struct bench_part *part, const struct bench_op *op, char reason[BENCH_REASON]);

/*
 * Opens url, finds out what is there and gives it what operations need. Returns CLI_GOOD, or CLI_USAGE or CLI_DEVICE after a
 * sentence. links and peer stay where they are.
 */
int bench_part_open(struct bench_part *part, const char *url, const char *chip, const char *name);
/* The second half of it: over a link that is open, to a part whose kind and address are known. */
int bench_part_begin(struct bench_part *part, struct why *why);
/* Puts the part back, as far as it is there. */
int bench_part_close(struct bench_part *part, struct why *why);

/* Each kind's. */
int bench_atecc_open(struct bench_part *part, struct why *why);
int bench_atecc_close(struct bench_part *part, struct why *why);
int bench_se05x_open(struct bench_part *part, struct why *why);
int bench_se05x_close(struct bench_part *part, struct why *why);

/* Goes back to a snapshot; the bus's time is known afterwards. */
int bench_part_restore(struct bench_part *part, uint32_t which, struct why *why);

/* A sentence for what atca_*() and se05x_*() return. */
int bench_told(struct bench_part *part, int rc, const char *what, struct why *why);

/* The part's key signs the digest: signature and signature_len, in DER. What a driver does, from any state. */
int bench_sign(
	struct bench_part *part, const uint8_t digest[BENCH_DIGEST], struct wbuf *der, struct why *why);

/* bench_peer.c */
int bench_peer_make(struct bench_peer *peer, struct why *why);
void bench_peer_free(struct bench_peer *peer);
/* Whether the signature (DER, or raw where it has that length) is of the part's key over the peer's digest. */
int bench_check_signature(struct bench_part *part, struct why *why);
/* R and S in DER. */
int bench_der(const uint8_t raw[BENCH_RAW], struct wbuf *der);
EVP_PKEY *bench_public_key(const uint8_t point[BENCH_POINT]);

/* bench_tls.c: one handshake in memory, the part's key being the client's. */
int bench_tls_before(struct bench_part *part, struct why *why);
int bench_tls_run(struct bench_part *part, struct why *why);
void bench_tls_free(struct bench_part *part);

#endif

/*
 * proto/host/se05x_objects.h: the secure objects of an SE05x: what there is, reading, writing, deleting.
 *
 * For applets 3.x and 7.2, over a struct se05x_host that is open (AN12413; docs/reference/se050-evidence.md). Each function
 * returns 0 or a negative errno: those of se05x_host.h (-EREMOTEIO: refused, the status word in host->status), -EPROTO for
 * an answer that is not the command's, -ENOSPC when `out` is too small.
 *
 * What nothing brings back (deleting, another value for a key that is there) is refused with -EPERM on a port that is not
 * known to be simulated, unless host->irreversible_allowed says otherwise.
 */
#ifndef SESIM_HOST_SE05X_OBJECTS_H
#define SESIM_HOST_SE05X_OBJECTS_H

#include "se05x_host.h"

enum {
	SE05X_UNIQUE_ID_BYTES = 18,
	SE05X_OBJECTS_MAX = 256,
};

enum {
	SE05X_UNIQUE_ID = 0x7fff0206,
};

/* Kinds of objects (AN12413 4.3.10), 7.2's types of single curves folded into the first three. */
enum se05x_kind {
	SE05X_EC_PAIR = 0x01,
	SE05X_EC_PRIVATE = 0x02,
	SE05X_EC_PUBLIC = 0x03,
	SE05X_RSA_PAIR = 0x04,
	SE05X_RSA_PAIR_CRT = 0x05,
	SE05X_RSA_PRIVATE = 0x06,
	SE05X_RSA_PRIVATE_CRT = 0x07,
	SE05X_RSA_PUBLIC = 0x08,
	SE05X_AES = 0x09,
	SE05X_DES = 0x0a,
	SE05X_BINARY = 0x0b,
	SE05X_USER_ID = 0x0c,
	SE05X_COUNTER = 0x0d,
	SE05X_PCR = 0x0f,
	SE05X_HMAC = 0x11,
};

/* Curves (AN12413 4.3.18). */
enum se05x_curve {
	SE05X_P192 = 0x01,
	SE05X_P224 = 0x02,
	SE05X_P256 = 0x03,
	SE05X_P384 = 0x04,
	SE05X_P521 = 0x05,
	SE05X_BRAINPOOL256 = 0x09,
	SE05X_BRAINPOOL384 = 0x0b,
	SE05X_BRAINPOOL512 = 0x0c,
	SE05X_SECP256K1 = 0x10,
	SE05X_ED25519 = 0x40,
	SE05X_X25519 = 0x41,
	SE05X_X448 = 0x43,
};

struct se05x_kind_of {
	enum se05x_kind kind;
	uint8_t type; /* as the part has it: from 7.2 on it tells the curve as well */
	bool transient;
};

int se05x_exists(struct se05x_host *host, uint32_t id, bool *exists);
int se05x_kind(struct se05x_host *host, uint32_t id, struct se05x_kind_of *of);
/* Bytes of the field, the modulus, the key, the file. */
int se05x_size(struct se05x_host *host, uint32_t id, size_t *size);
int se05x_curve(struct se05x_host *host, uint32_t id, enum se05x_curve *curve);
int se05x_delete(struct se05x_host *host, uint32_t id);
int se05x_unique_id(struct se05x_host *host, uint8_t id[SE05X_UNIQUE_ID_BYTES]);

/* Ids of all objects of a type, 0xff for any; n of them. -ENOSPC when there are more than SE05X_OBJECTS_MAX. */
int se05x_list(struct se05x_host *host, uint8_t type, uint32_t ids[SE05X_OBJECTS_MAX], size_t *n);

/* The whole value: an EC key's public point, a counter, a PCR. Of files use se05x_read_file(). */
int se05x_read(struct se05x_host *host, uint32_t id, struct wbuf *out);
/* A part of a file. */
int se05x_read_part(struct se05x_host *host, uint32_t id, size_t offset, size_t len, struct wbuf *out);
/* A whole file, however long. */
int se05x_read_file(struct se05x_host *host, uint32_t id, struct wbuf *out);
/* The DER that a file begins with, without the zeros behind it: a certificate (AN12436 3.14). -EPROTO: no DER. */
int se05x_read_der(struct se05x_host *host, uint32_t id, struct wbuf *out);
int se05x_read_rsa(struct se05x_host *host, uint32_t id, struct wbuf *modulus, struct wbuf *exponent);

/* What new objects may have beside their value; {0}: the part's default policy, persistent. */
struct se05x_write {
	struct rbuf policy; /* entries as the wire has them (AN12413 3.7.1) */
	uint16_t attempts;  /* of an authentication object; 0: no limit */
	bool transient;
	bool authenticates;
};

/*
 * A new key, or a new value of one that is there (curve 0 then). part: P1_PAIR, P1_PRIVATE, P1_PUBLIC. A pair of which
 * neither half is given is made inside the part.
 */
int se05x_write_ec(struct se05x_host *host, uint32_t id, uint8_t curve, uint8_t part,
	struct rbuf private_value, struct rbuf public_value, const struct se05x_write *more);
int se05x_generate_ec(struct se05x_host *host, uint32_t id, uint8_t curve, const struct se05x_write *more);
/* An RSA pair in CRT form, made inside the part. */
int se05x_generate_rsa(struct se05x_host *host, uint32_t id, size_t bits, const struct se05x_write *more);

/* A file of this size with these bytes at its beginning; of a file that is there, its first bytes. */
int se05x_write_file(
	struct se05x_host *host, uint32_t id, size_t size, struct rbuf bytes, const struct se05x_write *more);

#endif

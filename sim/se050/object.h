/*
 * sim/se050/object.h: the part's non-volatile objects, by id.
 *
 * A record is a header, the policy, what never changes, and the value, in the heap behind struct se050_nv; the
 * value of a transient object is in RAM instead (ram.h). Looking one up costs the same among ten and ten thousand.
 * Records move when one is created: what these functions return is valid until the next object_create().
 * Deleting moves nothing.
 *
 * Whatever changes a record tells so, by object_change() or object_touch(): only such bytes become durable.
 */
#ifndef SESIM_SE050_OBJECT_H
#define SESIM_SE050_OBJECT_H

#include "cursor.h"
#include "se050.h"

/* Kinds of secure object, as ReadType of applets before 7.2 numbers them (AN12413 4.3.11). */
enum se050_class {
	CLASS_NONE = 0x00,
	CLASS_EC_PAIR = 0x01,
	CLASS_EC_PRIVATE = 0x02,
	CLASS_EC_PUBLIC = 0x03,
	CLASS_RSA_PAIR = 0x04,
	CLASS_RSA_PAIR_CRT = 0x05,
	CLASS_RSA_PRIVATE = 0x06,
	CLASS_RSA_PRIVATE_CRT = 0x07,
	CLASS_RSA_PUBLIC = 0x08,
	CLASS_AES = 0x09,
	CLASS_DES = 0x0a,
	CLASS_BINARY = 0x0b,
	CLASS_USER_ID = 0x0c,
	CLASS_COUNTER = 0x0d,
	CLASS_PCR = 0x0f,
	CLASS_CURVE = 0x10, /* in the filter of ReadIDList only */
	CLASS_HMAC = 0x11,
	CLASS_ANY = 0xff, /* the same */
};

/* Sets of classes, for rows of the command table: bit n is class n. */
enum se050_classes {
	EC_PAIRS = 1 << CLASS_EC_PAIR,
	EC_PRIVATES = EC_PAIRS | 1 << CLASS_EC_PRIVATE, /* has a private part */
	EC_PUBLICS = EC_PAIRS | 1 << CLASS_EC_PUBLIC,   /* has a public part */
	EC_KEYS = EC_PRIVATES | EC_PUBLICS,
	RSA_PAIRS = 1 << CLASS_RSA_PAIR | 1 << CLASS_RSA_PAIR_CRT,
	RSA_PRIVATES = RSA_PAIRS | 1 << CLASS_RSA_PRIVATE | 1 << CLASS_RSA_PRIVATE_CRT,
	RSA_PUBLICS = RSA_PAIRS | 1 << CLASS_RSA_PUBLIC,
	RSA_KEYS = RSA_PRIVATES | RSA_PUBLICS,
	AES_KEYS = 1 << CLASS_AES,
	DES_KEYS = 1 << CLASS_DES,
	HMAC_KEYS = 1 << CLASS_HMAC,
	SYMMETRIC_KEYS = AES_KEYS | DES_KEYS | HMAC_KEYS,
	BINARIES = 1 << CLASS_BINARY,
	USER_IDS = 1 << CLASS_USER_ID,
	COUNTERS = 1 << CLASS_COUNTER,
	PCRS = 1 << CLASS_PCR,
	FILES = BINARIES | COUNTERS | PCRS,
	ALL_CLASSES = EC_KEYS | RSA_KEYS | SYMMETRIC_KEYS | FILES | USER_IDS,
};

enum se050_origin {
	ORIGIN_EXTERNAL = 1,
	ORIGIN_INTERNAL = 2,
	ORIGIN_PROVISIONED = 3,
};

enum object_flags {
	OBJECT_TRANSIENT = 1 << 0,
	OBJECT_AUTHENTICATES = 1 << 1, /* it can only open a session */
	OBJECT_INCOMPLETE = 1 << 2,    /* an RSA key whose components are still coming */
	OBJECT_FACTORY =
		1 << 3, /* a key is derived at power-on, a certificate when it is named (factory.h) */
	OBJECT_UNGUARDED = 1 << 4, /* incomplete since it was made: its policy is not in force yet */
	OBJECT_SPENT = 1 << 5,     /* a DES key that has served its blocks: without a value */
};

enum record_kind {
	RECORD_FREE,
	RECORD_OBJECT,
	RECORD_CRYPTO, /* the descriptor of a crypto object (AN12413 3.3) */
};

/* Numbers of objects with a meaning (AN12413 3.2.5). */
enum se050_reserved {
	ID_TRANSPORT = 0x7fff0200,
	ID_ECKEY_SESSION = 0x7fff0201,
	ID_EXTERNAL_IMPORT = 0x7fff0202,
	ID_FEATURE = 0x7fff0204,
	ID_FACTORY_RESET = 0x7fff0205,
	ID_UNIQUE_ID = 0x7fff0206,
	ID_PLATFORM_SCP = 0x7fff0207,
	ID_I2CM_ACCESS = 0x7fff0208,
	ID_RESTRICT = 0x7fff020a,
};

/* A record's header. */
struct se050_object {
	uint32_t size; /* of the record, a multiple of 8 */
	uint32_t id;   /* crypto object: 0000 to FFFF */
	uint8_t kind;  /* enum record_kind */
	uint8_t class; /* crypto object: its context */
	uint8_t flags;
	uint8_t origin;
	uint8_t detail; /* EC: curve id; crypto object: its subtype */
	uint8_t parts;  /* RSA: the components that are there, bit n is component n */
	uint16_t policy_len;
	uint32_t
		owner; /* id of the authentication object of the session that made it; 0: the default session */
	uint32_t version;
	uint16_t attempts; /* failed in a row */
	uint16_t attempts_max;
	uint16_t tag_len; /* AES: shortest AEAD tag; HMAC: shortest output (7.2) */
	uint16_t bits;    /* RSA: of the modulus */
	uint32_t value_len;
	uint32_t cost; /* NVM by the vendor's figures */
	uint16_t fixed_len;
	uint16_t ram_cost; /* transient: RAM by the vendor's figures */
	uint32_t blocks;   /* DES on FIPS parts: served since it was written (des_limit.h) */
};

static_assert(sizeof(struct se050_object) == 48, "no padding");

struct se050_object *object_find(struct se050 *chip, uint32_t id);
const struct se050_object *object_look(const struct se050 *chip, uint32_t id);
struct se050_object *crypto_object_find(struct se050 *chip, uint16_t id);
const struct se050_object *crypto_object_look(const struct se050 *chip, uint16_t id);

/* The next one in the order of creation, after `after`; NULL begins and ends. */
const struct se050_object *object_next(
	const struct se050 *chip, enum record_kind kind, const struct se050_object *after);

/* Whether one more such record would go in: `as` with its lengths and costs. */
bool object_fits(const struct se050 *chip, const struct se050_object *as);
/*
 * Makes a record like `as` (size is worked out), with this policy and a value of zeros. NULL when memory is spent.
 * There is none yet with this kind and id.
 */
struct se050_object *object_create(struct se050 *chip, const struct se050_object *as, struct rbuf policy);
/* Erases it, in RAM too. */
void object_delete(struct se050 *chip, struct se050_object *object);

struct rbuf object_policy(const struct se050_object *object);
/* What never changes: the initial value of a PCR. */
struct rbuf object_fixed(const struct se050_object *object);
uint8_t *object_fixed_room(struct se050_object *object);
/* Empty when it is lost: a transient object's, after deselection; a key's that is spent. */
struct rbuf object_value(const struct se050 *chip, const struct se050_object *object);
/* The same, value_len bytes to be written. */
uint8_t *object_change(struct se050 *chip, struct se050_object *object);
/* Something of its header was changed. */
void object_touch(struct se050 *chip, const struct se050_object *object);

/* Power-on, and after the heap was put back: finds every record again. */
void object_index(struct se050 *chip);
/*
 * Selection of the applet, and after the heap was put back: every transient object has room for its value. Files come
 * back with their initial values, keys stay without.
 */
void object_reserve_ram(struct se050 *chip);

/* NVM that is left, by the vendor's figures. */
size_t object_memory_left(const struct se050 *chip);

/* How many bytes the index of a heap has. */
size_t object_index_size(size_t heap_size);

#endif

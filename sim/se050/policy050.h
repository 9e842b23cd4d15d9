/* sim/se050/policy050.h: who may do what with an object (AN12413 3.7, 4.3.34). */
#ifndef SESIM_SE050_POLICY050_H
#define SESIM_SE050_POLICY050_H

#include "object.h"
#include "se05x.h"

/* Bits of an entry's header. Those from 4.4 on are of the larger middleware's headers. */
enum se050_right {
	RIGHT_TLS_PMS = 0x40000000,
	FORBID_ALL = 0x20000000,
	RIGHT_SIGN = 0x10000000,
	RIGHT_VERIFY = 0x08000000,
	RIGHT_KA = 0x04000000,
	RIGHT_ENC = 0x02000000,
	RIGHT_DEC = 0x01000000,
	RIGHT_KDF = 0x00800000, /* 7.2: HKDF */
	RIGHT_WRAP = 0x00400000,
	RIGHT_READ = 0x00200000,
	RIGHT_WRITE = 0x00100000,
	RIGHT_GEN = 0x00080000,
	RIGHT_DELETE = 0x00040000,
	REQUIRE_SM = 0x00020000,
	REQUIRE_PCR = 0x00010000,
	RIGHT_ATTESTATION = 0x00008000,
	RIGHT_DESFIRE_AUTHENTICATION = 0x00004000,
	RIGHT_DESFIRE_DUMP = 0x00002000,
	RIGHT_IMPORT_EXPORT = 0x00001000,
	FORBID_DERIVED_OUTPUT = 0x00000800,
	RIGHT_KDF_EXTERNAL_RANDOM = 0x00000400,
	RIGHT_DESFIRE_CHANGE_KEY = 0x00000200,
	RIGHT_DERIVED_INPUT = 0x00000100,
	RIGHT_PBKDF = 0x00000080,
	RIGHT_DESFIRE_KDF = 0x00000040,
	FORBID_EXTERNAL_IV = 0x00000020,
	RIGHT_PEPPER = 0x00000010,
};

/* No constant of an enum can have the highest bit. */
#define RIGHT_TLS_KDF UINT32_C(0x80000000)

enum {
	/* Rights that say nothing of the object's present value. */
	RIGHTS_OVER_VALUE = RIGHT_DELETE | RIGHT_WRITE | RIGHT_GEN,
};

enum {
	POLICY_DEFAULT = 9, /* bytes of a default policy: one entry without extension */
	POLICY_MAX = 512,
};

/* Who asks. */
struct policy_user {
	uint32_t id;  /* the authentication object of his session; 0: the default session */
	bool secured; /* his commands come with C-MAC and C-DECRYPTION */
};

/* The header that holds for this user; false when no entry does. An entry of his own replaces that for all. */
bool policy_header(const struct se050_object *object, uint32_t user, uint32_t *header);

/* An extension of that entry, by its bit: what follows the header for it. Empty when there is none. */
struct rbuf policy_extension(
	const struct se050 *chip, const struct se050_object *object, uint32_t user, uint32_t bit);

/* Whether he may: SW_OK, or the status that says no. right: one bit. */
enum se05x_status policy_check(const struct se050 *chip, const struct se050_object *object,
	const struct policy_user *user, uint32_t right);

/* Whether an object of that class can be made with this policy: SW_OK, SW_WRONG_DATA, SW_DATA_INVALID. */
enum se05x_status policy_valid(
	const struct se050 *chip, enum se050_class class, bool authenticates, struct rbuf policy);

/* The rules an object of that class may have. */
uint32_t policy_rules(const struct se050 *chip, enum se050_class class, bool authenticates);

/* What an object made without a policy gets: POLICY_DEFAULT bytes (AN12413 3.7.3). */
void policy_default(const struct se050 *chip, enum se050_class class, bool authenticates, struct wbuf *out);

#endif

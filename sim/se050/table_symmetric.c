/* sim/se050/table_symmetric.c: ciphers, MACs, AEAD (AN12413 4.12, 4.13; 7.2: hosts). */
#include "aead.h"
#include "cipher.h"
#include "crypto_object.h"
#include "families.h"
#include "mac050.h"
#include "rows.h"

enum {
	IV_LENGTH = 2,
	IV_MIN = 8,
	IV_MAX = 16,
};

/* Two bytes are the length of a vector that the part makes; it makes none to decrypt. */
#define CIPHER_INIT(right, iv_min)                                          \
	OBJECT(TAG_1, "key", AES_KEYS | DES_KEYS, (right)),                 \
		CRYPTO_OBJECT(TAG_2, "crypto object", 1 << CONTEXT_CIPHER), \
		MAYBE_BYTES(TAG_4, "initial vector, or its length", (iv_min), IV_MAX)

static const struct se050_param cipher_encrypt[] = { CIPHER_INIT(RIGHT_ENC, IV_LENGTH) };
static const struct se050_param cipher_decrypt[] = { CIPHER_INIT(RIGHT_DEC, IV_MIN) };

static const struct se050_param cipher_data[] = {
	CRYPTO_OBJECT(TAG_2, "crypto object", 1 << CONTEXT_CIPHER),
	MAYBE_BYTES(TAG_3, "data", 0, LONGEST),
};

static const struct se050_param cipher_end[] = {
	CRYPTO_OBJECT(TAG_2, "crypto object", 1 << CONTEXT_CIPHER),
	BYTES(TAG_3, "data", 0, LONGEST),
};

#define CIPHER_ONESHOT(right, iv_min)                                                 \
	OBJECT(TAG_1, "key", AES_KEYS | DES_KEYS, (right)), NUMBER(TAG_2, "mode", 1), \
		MAYBE_BYTES(TAG_3, "data", 0, LONGEST),                               \
		MAYBE_BYTES(TAG_4, "initial vector, or its length", (iv_min), IV_MAX)

static const struct se050_param oneshot_encrypt[] = { CIPHER_ONESHOT(RIGHT_ENC, IV_LENGTH) };
static const struct se050_param oneshot_decrypt[] = { CIPHER_ONESHOT(RIGHT_DEC, IV_MIN) };

/* SIGN gates making a MAC and checking one (AN12413 table 279). */
static const struct se050_param mac_begin[] = {
	OBJECT(TAG_1, "key", SYMMETRIC_KEYS, RIGHT_SIGN),
	CRYPTO_OBJECT(TAG_2, "crypto object", 1 << CONTEXT_MAC),
};

static const struct se050_param mac_data[] = {
	MAYBE_BYTES(TAG_1, "data", 0, LONGEST),
	CRYPTO_OBJECT(TAG_2, "crypto object", 1 << CONTEXT_MAC),
};

static const struct se050_param mac_end[] = {
	BYTES(TAG_1, "data", 0, LONGEST),
	CRYPTO_OBJECT(TAG_2, "crypto object", 1 << CONTEXT_MAC),
	MAYBE_BYTES(TAG_3, "MAC to check", 0, LONGEST),
};

static const struct se050_param mac_generate[] = {
	OBJECT(TAG_1, "key", SYMMETRIC_KEYS, RIGHT_SIGN),
	NUMBER(TAG_2, "algorithm", 1),
	MAYBE_BYTES(TAG_3, "data", 0, LONGEST),
};

static const struct se050_param mac_validate[] = {
	OBJECT(TAG_1, "key", SYMMETRIC_KEYS, RIGHT_SIGN),
	NUMBER(TAG_2, "algorithm", 1),
	MAYBE_BYTES(TAG_3, "data", 0, LONGEST),
	BYTES(TAG_5, "MAC to check", 0, LONGEST),
};

#define AEAD_ONESHOT(right, iv_min)                                                                        \
	OBJECT(TAG_1, "key", AES_KEYS, (right)), NUMBER(TAG_2, "mode", 1),                                 \
		MAYBE_BYTES(TAG_3, "data", 0, LONGEST), MAYBE_BYTES(TAG_4, "associated data", 0, LONGEST), \
		BYTES(TAG_5, "initial vector, or its length", (iv_min), AEAD_IV_MAX)

static const struct se050_param aead_encrypt[] = { AEAD_ONESHOT(RIGHT_ENC, IV_LENGTH) };
static const struct se050_param aead_decrypt[] = { AEAD_ONESHOT(RIGHT_DEC, AEAD_IV_MIN),
	BYTES(TAG_6, "tag", 4, AEAD_TAG) };

#define AEAD_INIT(right, iv_min)                                                                           \
	OBJECT(TAG_1, "key", AES_KEYS, (right)), CRYPTO_OBJECT(TAG_2, "crypto object", 1 << CONTEXT_AEAD), \
		BYTES(TAG_5, "initial vector, or its length", (iv_min), AEAD_IV_MAX),                      \
		MAYBE_NUMBER(TAG_6, "length of associated data", 2),                                       \
		MAYBE_NUMBER(TAG_7, "length of the message", 2), MAYBE_NUMBER(TAG_8, "length of the tag", 2)

static const struct se050_param aead_init_encrypt[] = { AEAD_INIT(RIGHT_ENC, IV_LENGTH) };
static const struct se050_param aead_init_decrypt[] = { AEAD_INIT(RIGHT_DEC, AEAD_IV_MIN) };

static const struct se050_param aead_update[] = {
	CRYPTO_OBJECT(TAG_2, "crypto object", 1 << CONTEXT_AEAD),
	MAYBE_BYTES(TAG_3, "data", 0, LONGEST),
	MAYBE_BYTES(TAG_4, "associated data", 0, LONGEST),
};

static const struct se050_param aead_final[] = {
	CRYPTO_OBJECT(TAG_2, "crypto object", 1 << CONTEXT_AEAD),
	MAYBE_BYTES(TAG_6, "tag", 4, AEAD_TAG),
};

/* One that lacks nothing but its functions. */
#define CRYPTO(text, clause, first, second, list)                                                  \
	.name = (text), .spec = (clause), .in = APPLET, .cla = CLA_PROPRIETARY, .ins = INS_CRYPTO, \
	.p1 = (first), .p2 = (second), PARAMS(list)

/* P1 11 and 12 mean the same (hosts). */
#define AEAD(text, second, list, does)                                                              \
	{ CRYPTO(text, "hosts", P1_AEAD, second, list), .since = APPLET_7_2, .run = (does) },       \
	{                                                                                           \
		CRYPTO(text " (P1 12)", "hosts", P1_AEAD_SP800, second, list), .since = APPLET_7_2, \
									       .run = (does)        \
	}

static const struct se050_command rows[] = {
	{ CRYPTO("CipherInit, encrypt", "AN12413 4.12.1", P1_CIPHER, P2_ENCRYPT, cipher_encrypt),
		.run = cipher_init },
	{ CRYPTO("CipherInit, decrypt", "AN12413 4.12.1", P1_CIPHER, P2_DECRYPT, cipher_decrypt),
		.run = cipher_init },
	{ CRYPTO("CipherUpdate", "AN12413 4.12.2", P1_CIPHER, P2_UPDATE, cipher_data), .run = cipher_go_on },
	{ CRYPTO("CipherFinal", "AN12413 4.12.3", P1_CIPHER, P2_FINAL, cipher_end), .run = cipher_finish },
	{ CRYPTO("CipherOneShot, encrypt", "AN12413 4.12.4", P1_CIPHER, P2_ENCRYPT_ONESHOT, oneshot_encrypt),
		.run = cipher_oneshot },
	{ CRYPTO("CipherOneShot, decrypt", "AN12413 4.12.4", P1_CIPHER, P2_DECRYPT_ONESHOT, oneshot_decrypt),
		.run = cipher_oneshot },
	{ CRYPTO("MACInit, generate", "AN12413 4.13.1", P1_MAC, P2_GENERATE, mac_begin),
		.check = mac_init_check, .run = mac_init },
	{ CRYPTO("MACInit, validate", "AN12413 4.13.1", P1_MAC, P2_VALIDATE, mac_begin),
		.check = mac_init_check, .run = mac_init },
	{ CRYPTO("MACUpdate", "AN12413 4.13.2", P1_MAC, P2_UPDATE, mac_data), .run = mac_update },
	{ CRYPTO("MACFinal", "AN12413 4.13.3", P1_MAC, P2_FINAL, mac_end), .run = mac_final },
	{ CRYPTO("MACOneShot, generate", "AN12413 4.13.4", P1_MAC, P2_GENERATE_ONESHOT, mac_generate),
		.check = mac_oneshot_check, .run = mac_oneshot },
	{ CRYPTO("MACOneShot, validate", "AN12413 4.13.4", P1_MAC, P2_VALIDATE_ONESHOT, mac_validate),
		.check = mac_oneshot_check, .run = mac_oneshot },
	AEAD("AEADOneShot, encrypt", P2_ENCRYPT_ONESHOT, aead_encrypt, aead_oneshot),
	AEAD("AEADOneShot, decrypt", P2_DECRYPT_ONESHOT, aead_decrypt, aead_oneshot),
	AEAD("AEADInit, encrypt", P2_ENCRYPT, aead_init_encrypt, aead_init),
	AEAD("AEADInit, decrypt", P2_DECRYPT, aead_init_decrypt, aead_init),
	AEAD("AEADUpdate", P2_UPDATE, aead_update, aead_go_on),
	AEAD("AEADFinal", P2_FINAL, aead_final, aead_finish),
};

FAMILY(family_symmetric, "symmetric", rows);

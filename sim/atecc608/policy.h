/* sim/atecc608/policy.h: may this key be used so, now? */
#ifndef SESIM_ATECC_POLICY_H
#define SESIM_ATECC_POLICY_H

#include "command.h"

/* Ways of using a key; what applies to each is a table in policy.c. */
enum key_use {
	USE_AES,
	USE_CHECK_MAC,
	USE_DERIVE_KEY_PARENT, /* to make the target from */
	USE_DERIVE_KEY_MAC,    /* the parent, to authorise a roll of the target */
	USE_DERIVE_KEY_ROLL,   /* the target itself, with no more authority than its own */
	USE_DERIVE_KEY_ROLLED, /* the target, by the parent's authority */
	USE_ECDH,
	USE_GEN_DIG,
	USE_GEN_KEY,
	USE_GEN_KEY_DIGEST,
	USE_HMAC, /* the HMAC command, and SHA's HMAC */
	USE_KDF,
	USE_MAC,
	USE_SIGN,
	USE_VERIFY,
	USE_PUBLIC_DIGEST, /* GenKey mode 10 */
};

/*
 * ATCA_SUCCESS when the slot's configuration allows it in the state the chip is in. Records in the
 * call what running will spend.
 */
enum atca_status key_usable(
	const struct atecc *chip, struct atecc_call *call, unsigned int slot, enum key_use use);

/* What key_usable asks of LimitedUse alone. */
enum atca_status key_use_left(const struct atecc *chip, struct atecc_call *call, unsigned int slot);

/* A key that answers for itself by successful CheckMac or Verify Stored (DS20005927A 3.2.9). */
void key_authorise(struct atecc *chip, unsigned int slot);

/* A private slot that GenKey or PrivWrite has filled. UNCERTAIN (ATCA-U-26): the use of any other is 0F. */
bool private_key_there(const struct atecc *chip, const struct atecc_call *call, unsigned int slot);

/* TempKey fit for encrypted reads and writes with this key: GenDig of it was the last (DS20005927A 9.16, 9.21). */
bool tempkey_from_gen_dig(const struct atecc_call *call, unsigned int slot);

/* Public keys that carry a validity nibble: KeyConfig.PubInfo on a public P-256 slot (DS20005927A 2.2.5). */
bool public_key_has_validity(const struct atecc *chip, unsigned int slot);
bool public_key_valid(const struct atecc *chip, unsigned int slot);
void public_key_set_valid(struct atecc *chip, unsigned int slot, bool valid);

#endif
